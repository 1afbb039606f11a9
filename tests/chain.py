"""Running the whole chain in tests, and looking at what it left."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from laptop import report
from laptop.airflow_api import FINISHED, AirflowApi
from laptop.aws import client
from laptop.names import NAMES
from laptop.stack import PROJECT, Stack

DAG, LOAD = "chicago_crimes", "chicago_crimes_load"
RAW, CURATED = "crimes_2001_to_present", "crime_type_details"
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


def make(*arguments: str) -> subprocess.CompletedProcess:
    """A make command as a user types it, on this test's stack."""
    return subprocess.run(
        ["make", "--silent", *arguments], cwd=PROJECT, env=os.environ, capture_output=True, text=True, timeout=400
    )


def run_chain(stack: Stack, day: str, meanwhile: Callable[[AirflowApi, str], None] | None = None) -> Ended:
    """Runs the DAG for a day to its end; `meanwhile` may do harm while it runs."""
    api = AirflowApi(stack)
    run = api.run_day(DAG, date.fromisoformat(day), late=True)
    if meanwhile:
        meanwhile(api, run)
    return wait_for_end(api, DAG, run)


def run_load(stack: Stack, rows: str) -> Ended:
    """Runs the DAG that loads the rows of a CSV on S3 into the source."""
    api = AirflowApi(stack)
    return wait_for_end(api, LOAD, api.run_now(LOAD, {"rows": rows, "on_bad_rows": "stop"}))


def wait_for_end(api: AirflowApi, dag: str, run: str) -> Ended:
    deadline = time.monotonic() + 240
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


def wait_for_task(api: AirflowApi, run: str, task: str, states: tuple[str, ...], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        found = {each["task_id"]: each["state"] for each in api.tasks(DAG, run)}
        if found.get(task) in states:
            return
        assert time.monotonic() < deadline, f"{task} is {found.get(task)}, not {states}: {found}"
        time.sleep(0.3)


def live_clusters(stack: Stack) -> list[dict]:
    return client(stack, "emr").list_clusters(ClusterStates=LIVE)["Clusters"]


def wait_for_cluster_step(stack: Stack, seconds: float = 120) -> tuple[str, str]:
    """The ids of the one live cluster and of its running step, once there is one."""
    emr = client(stack, "emr")
    deadline = time.monotonic() + seconds
    while True:
        for cluster in live_clusters(stack):
            steps = emr.list_steps(ClusterId=cluster["Id"], StepStates=["RUNNING"])["Steps"]
            if steps:
                return cluster["Id"], steps[0]["Id"]
        assert time.monotonic() < deadline, f"no running step: {live_clusters(stack)}"
        time.sleep(0.2)


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


def curated_counts(stack: Stack, day: str) -> dict[str, int]:
    """Crimes without an arrest by type, as Athena reads them from a day's partition."""
    _, *found = report.query(stack, report.QUESTION.format(*[datetime.fromisoformat(day)] * 3))
    return {primary_type: int(crimes) for primary_type, crimes in found}
