"""Each minute: how the pipelines' runs stand, as CloudWatch metrics that alarms watch while Airflow may be down.

It also ends the clusters that outlived their runs.

LAKE is the lake's bucket, PIPELINES their names with commas between, NAMESPACE the metrics'. A pipeline that has never
published counts from SINCE, the instant it was deployed: no alarm on the first day, one on the second.
"""

import os
from datetime import datetime

import boto3

from clusters import clusters, end, newest_step
from judgement import LAST_WORD_STANDS, Cluster, Step, live, numbers, outlived
from outcomes import Outcomes


def handler(event: dict, _context: object) -> dict:
    """`now` is the instant of the event; returns what it put, by pipeline."""
    now = datetime.fromisoformat(event["time"])
    since = datetime.fromisoformat(os.environ["SINCE"])
    emr, s3 = boto3.client("emr"), boto3.client("s3")
    found = clusters(emr, now)
    told, ends = {}, {}
    for pipeline in os.environ["PIPELINES"].split(","):
        ours = [cluster for cluster in found if cluster.pipeline == pipeline]
        outcomes = Outcomes(s3, os.environ["LAKE"], pipeline)
        runs = {each.run: outcome for each in ours if each.day and (outcome := outcomes.of(each.run, "curate"))}
        told[pipeline] = numbers(now, ours, runs, outcomes.last_published() or since)
        ends |= reasons_to_end(emr, now, ours, outcomes)
    put(told)  # first: an end that is refused must not keep anyone from being told
    for cluster, reason in ends.items():
        print(f"Ending cluster {cluster}: {reason}")
        end(emr, cluster)
    return told


def reasons_to_end(emr, now: datetime, clusters: list[Cluster], outcomes: Outcomes) -> dict[str, str]:
    """By the cluster's id."""
    old = [each for each in clusters if live(each) and now - each.created > LAST_WORD_STANDS]
    judged = {each.id: outlived(now, each, step(emr, each, outcomes)) for each in old}
    return {cluster: reason for cluster, reason in judged.items() if reason}


def step(emr, cluster: Cluster, outcomes: Outcomes) -> Step | None:
    newest = newest_step(emr, cluster.id)
    if newest is None:
        return None
    command = newest["Name"].split()[0]  # as the DAGs name steps: ingest chicago_crimes 2026-11-24
    return Step(command, newest["Status"]["Timeline"].get("StartDateTime"), outcomes.of(cluster.run, command))


def put(told: dict[str, dict[str, float]]) -> None:
    metrics = [
        {"MetricName": name, "Dimensions": [{"Name": "pipeline", "Value": pipeline}], "Value": value}
        for pipeline, values in told.items()
        for name, value in values.items()
    ]
    boto3.client("cloudwatch").put_metric_data(Namespace=os.environ["NAMESPACE"], MetricData=metrics)
