"""Which clusters are a run's: the one it works on, and others that must not be left behind.

RunJobFlow has no token that makes it idempotent. Its answer may be lost, the SDK may send it twice, a worker may die
before it has kept the id: so a run finds its clusters by name and tags, never by a remembered id alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from daylake.names import run_name

LIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"]
# Older than this, an unused cluster is about to end itself; no try waits so long for the one before.
TAKEN_WITHIN = timedelta(minutes=10)


def cluster_name(dag_id: str, run_id: str) -> str:
    """ListClusters tells names, not tags: the name spares asking each cluster of the account for its tags."""
    return f"daylake {dag_id} {run_name(run_id)}"


def live(emr: Any, name: str) -> list[dict[str, Any]]:
    """The run's clusters that have not begun to end, the oldest first."""
    pages = emr.get_paginator("list_clusters").paginate(ClusterStates=LIVE)
    named = [each["Id"] for page in pages for each in page["Clusters"] if each["Name"] == name]
    described = [emr.describe_cluster(ClusterId=each)["Cluster"] for each in named]
    # Somebody else's cluster may have any name; our tag is what our rights are bound to.
    ours = [each for each in described if "daylake:run" in tags(each)]
    return sorted(ours, key=lambda each: (created(each), each["Id"]))


def unused(emr: Any, request: dict[str, Any]) -> str | None:
    """The id of a cluster that an earlier try made by the same request and never came to use."""
    for cluster in live(emr, request["Name"]):
        young = datetime.now(UTC) - created(cluster) < TAKEN_WITHIN
        if young and tags(cluster) == tags(request) and not emr.list_steps(ClusterId=cluster["Id"])["Steps"]:
            return cluster["Id"]
    return None


def end(emr: Any, clusters: Iterable[dict[str, Any]]) -> list[str]:
    """Ends them; returns their ids."""
    ids = [cluster["Id"] for cluster in clusters]
    if ids:
        emr.terminate_job_flows(JobFlowIds=ids)
    return ids


def tags(tagged: dict[str, Any]) -> dict[str, str]:
    """Ours, of a cluster or of a request: the account may add others."""
    return {tag["Key"]: tag["Value"] for tag in tagged.get("Tags", []) if tag["Key"].startswith("daylake:")}


def created(cluster: dict[str, Any]) -> datetime:
    return cluster["Status"]["Timeline"]["CreationDateTime"]
