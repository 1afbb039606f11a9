"""Runs of Airflow followed to their end, and what they left: clusters, and what readers see."""

import time
from dataclasses import dataclass

from .airflow_api import FINISHED, AirflowApi
from .aws import client
from .names import NAMES
from .stack import Stack

LIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"]


@dataclass(frozen=True)
class Ended:
    """A run that has ended: its state, its tasks by id, and the text of each failed task's log."""

    run: str
    state: str
    tasks: dict[str, str]
    logs: dict[str, str]

    def said(self) -> str:
        """For a failed assertion: what a person would ask for next."""
        text = "\n\n".join(f"--- {task}\n{log[-4000:]}" for task, log in self.logs.items())
        return f"run {self.run} ended {self.state}: {self.tasks}\n{text}"


def wait_for_end(api: AirflowApi, dag: str, run: str, seconds: float = 240) -> Ended:
    deadline = time.monotonic() + seconds
    while True:
        found = api.run(dag, run)
        tasks = api.tasks(dag, run)
        if found["state"] in ("success", "failed") and all(t["state"] in FINISHED for t in tasks):
            break
        assert time.monotonic() < deadline, (
            f"{run} has not ended: {found['state']} {[(t['task_id'], t['state']) for t in tasks]}"
        )
        time.sleep(0.5)
    states = {task["task_id"]: task["state"] for task in tasks}
    logs = {task["task_id"]: api.log(dag, run, task) for task in tasks if task["state"] == "failed"}
    return Ended(run, found["state"], states, logs)


def live_clusters(stack: Stack) -> list[dict]:
    return client(stack, "emr").list_clusters(ClusterStates=LIVE)["Clusters"]


def wait_for_no_cluster(stack: Stack, seconds: float = 90) -> None:
    """Terminating is asynchronous: a run that has ended may leave its cluster a few seconds."""
    deadline = time.monotonic() + seconds
    while clusters := live_clusters(stack):
        assert time.monotonic() < deadline, f"a cluster is left: {clusters}"
        time.sleep(0.5)


def published(stack: Stack) -> dict[str, str]:
    """Everything that readers see: each table's and partition's location, and the curated rows of every day."""
    glue = client(stack, "glue")
    seen = {}
    for table in glue.get_tables(DatabaseName=NAMES.glue_database)["TableList"]:
        if table.get("TableType") == "VIRTUAL_VIEW":
            continue
        seen[table["Name"]] = table["StorageDescriptor"]["Location"]
        if table.get("PartitionKeys"):
            pages = glue.get_paginator("get_partitions").paginate(
                DatabaseName=NAMES.glue_database, TableName=table["Name"]
            )
            for partition in (partition for page in pages for partition in page["Partitions"]):
                day = "-".join(partition["Values"])
                seen[f"{table['Name']} {day}"] = partition["StorageDescriptor"]["Location"]
    return seen
