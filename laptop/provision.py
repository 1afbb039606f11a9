"""Creates what the pipeline needs in the local AWS, as Terraform does on AWS; again is harmless."""

import json

from deploy.release import Release, point_airflow_at

from .aws import client, unless_there
from .names import NAMES
from .settings import SETTINGS
from .source_provision import provision_source
from .stack import ACCOUNT, Stack


def provision(stack: Stack) -> None:
    """Buckets, roles, topic, database, workgroup, the source database's instance, users and secrets."""
    s3, iam = client(stack, "s3"), client(stack, "iam")
    for bucket in NAMES.buckets:
        unless_there(s3.create_bucket, Bucket=bucket)
    trusted = {
        NAMES.emr_service_role: {"Service": "elasticmapreduce.amazonaws.com"},
        NAMES.emr_node_profile: {"Service": "ec2.amazonaws.com"},
        NAMES.rotation_function: {"Service": "lambda.amazonaws.com"},
        NAMES.airflow_role: {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    }
    for role, principal in trusted.items():
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        unless_there(iam.create_role, RoleName=role, AssumeRolePolicyDocument=policy)
    profile = {"InstanceProfileName": NAMES.emr_node_profile}
    unless_there(iam.create_instance_profile, **profile)
    unless_there(iam.add_role_to_instance_profile, **profile, RoleName=NAMES.emr_node_profile)
    client(stack, "sns").create_topic(Name=NAMES.alerts_topic)
    unless_there(client(stack, "glue").create_database, DatabaseInput={"Name": NAMES.glue_database})
    results = {"ResultConfiguration": {"OutputLocation": f"s3://{NAMES.athena_results_bucket}/"}}
    unless_there(client(stack, "athena").create_work_group, Name=NAMES.athena_workgroup, Configuration=results)
    unless_there(client(stack, "secretsmanager").create_secret, Name=NAMES.settings_secret)
    provision_source(stack)


def deploy(stack: Stack) -> None:
    """What `make deploy` does on AWS, without the DAGs, which Airflow reads from this checkout."""
    artifacts = Release.of_this_checkout().upload(client(stack, "s3"), NAMES.artifacts_bucket)
    point_airflow_at(client(stack, "secretsmanager"), NAMES.settings_secret, SETTINGS, artifacts)
