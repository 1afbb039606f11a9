"""Airflow's Variable `daylake` on the laptop, where the DAG finds things; on AWS Terraform's output `settings`."""

from .names import NAMES, REGION
from .stack import ACCOUNT

SETTINGS = {
    "lake": f"s3://{NAMES.lake_bucket}",
    "logs": f"s3://{NAMES.logs_bucket}/emr/",
    "athena_results": f"s3://{NAMES.athena_results_bucket}/",
    "workgroup": NAMES.athena_workgroup,
    "alerts_topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{NAMES.alerts_topic}",
    "emr": {
        "release": NAMES.emr_release,
        "instance_type": "m5.xlarge",
        "core_nodes": 1,
        "service_role": NAMES.emr_service_role,
        "job_flow_role": NAMES.emr_node_profile,
        "subnet": None,
        "security_configuration": None,
        "security_groups": None,
        "idle_minutes": 10,
        "poll_seconds": 2,
    },
    "loader_secret": NAMES.loader_secret,
    # QuickSight is AWS's alone.
    "quicksight": None,
}
