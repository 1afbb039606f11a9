"""Each minute: how the pipelines' runs stand, as CloudWatch metrics that alarms watch while Airflow may be down.

LAKE is the lake's bucket, PIPELINES their names with commas between, NAMESPACE the metrics'. A pipeline that has never
published counts from SINCE, the instant it was deployed: no alarm on the first day, one on the second.
"""

import os
from datetime import datetime

import boto3

from clusters import clusters
from judgement import numbers
from outcomes import Outcomes


def handler(event: dict, _context: object) -> dict:
    """`now` is the instant of the event; returns what it put, by pipeline."""
    now = datetime.fromisoformat(event["time"])
    since = datetime.fromisoformat(os.environ["SINCE"])
    found = clusters(boto3.client("emr"), now)
    s3 = boto3.client("s3")
    told = {}
    for pipeline in os.environ["PIPELINES"].split(","):
        ours = [cluster for cluster in found if cluster.pipeline == pipeline]
        outcomes = Outcomes(s3, os.environ["LAKE"], pipeline)
        runs = outcomes.of({cluster.run for cluster in ours if cluster.run})
        told[pipeline] = numbers(now, ours, runs, outcomes.last_published() or since)
    put(told)
    return told


def put(told: dict[str, dict[str, float]]) -> None:
    metrics = [
        {"MetricName": name, "Dimensions": [{"Name": "pipeline", "Value": pipeline}], "Value": value}
        for pipeline, values in told.items()
        for name, value in values.items()
    ]
    boto3.client("cloudwatch").put_metric_data(Namespace=os.environ["NAMESPACE"], MetricData=metrics)
