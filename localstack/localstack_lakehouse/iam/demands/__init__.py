"""What the operations of each service need."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts
from localstack_lakehouse.iam.demands import (
    athena,
    catalogue,
    clusters,
    events,
    functions,
    identity,
    keys,
    logs,
    messages,
    metrics,
    rds,
    s3,
    secrets,
    served,
)

BY_SERVICE = {
    "airflow": served.airflow_demands,
    "athena": athena.demands,
    "cloudwatch": metrics.demands,
    "elasticmapreduce": clusters.demands,
    "events": events.demands,
    "glue": catalogue.demands,
    "iam": identity.demands,
    "kms": keys.demands,
    "lambda": functions.demands,
    "logs": logs.demands,
    "quicksight": served.quicksight_demands,
    "rds": rds.demands,
    "s3": s3.demands,
    "secretsmanager": secrets.demands,
    "sns": messages.topic_demands,
    "sqs": messages.queue_demands,
    "sts": identity.session_demands,
}


def demands(call: Call) -> list[Demand]:
    """All of them must be met. A service that is not listed here knows no resources: its policies must say `*`."""
    if found := BY_SERVICE.get(call.service):
        return found(call)
    return [Demand(f"{call.service}:{call.operation}", facts=tag_facts("aws", call.asked.get("Tags")))]
