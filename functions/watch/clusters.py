"""Clusters of runs as EMR tells them: those that live, and those that ended a short while ago; and the end of one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from judgement import RECENTLY, Cluster

LIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"]
ENDED = ["TERMINATED", "TERMINATED_WITH_ERRORS"]
# A cluster that lived longer than this was missing or leaked, and told so, before it ended.
LONGEST_LIFE = timedelta(days=1)


def clusters(emr, now: datetime) -> list[Cluster]:
    """Each is asked for its tags by a call of its own, so only those that matter are."""
    ended = (each for each in found(emr, ENDED, CreatedAfter=now - LONGEST_LIFE) if now - end_of(each) <= RECENTLY)
    asked = [cluster(emr, summary) for summary in (*found(emr, LIVE), *ended)]
    return [each for each in asked if each]


def found(emr, states: list[str], **more) -> Iterator[dict]:
    for page in emr.get_paginator("list_clusters").paginate(ClusterStates=states, **more):
        yield from page["Clusters"]


def end_of(summary: dict) -> datetime:
    return summary["Status"]["Timeline"]["EndDateTime"]


def cluster(emr, summary: dict) -> Cluster | None:
    """None where it is not ours."""
    described = emr.describe_cluster(ClusterId=summary["Id"])["Cluster"]
    tags = {tag["Key"]: tag["Value"] for tag in described.get("Tags", [])}
    if "daylake:pipeline" not in tags:
        return None
    timeline = described["Status"]["Timeline"]
    return Cluster(
        id=summary["Id"],
        pipeline=tags["daylake:pipeline"],
        run=tags.get("daylake:run", ""),
        day=tags.get("daylake:day"),
        created=timeline["CreationDateTime"],
        ended=timeline["EndDateTime"] if described["Status"]["State"] in ENDED else None,
    )


def newest_step(emr, cluster: str) -> dict | None:
    """EMR lists the newest first."""
    return next(iter(emr.list_steps(ClusterId=cluster)["Steps"]), None)


def end(emr, cluster: str) -> None:
    emr.terminate_job_flows(JobFlowIds=[cluster])
