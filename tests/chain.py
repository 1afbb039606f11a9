"""Running the whole chain in tests, and looking at what it left."""

import os
import subprocess
import time
from collections.abc import Callable
from datetime import date, datetime

from laptop import report
from laptop.airflow_api import AirflowApi
from laptop.aws import client
from laptop.runs import Ended, live_clusters, published, wait_for_end, wait_for_no_cluster  # noqa: F401
from laptop.stack import PROJECT, Stack

DAG, LOAD = "chicago_crimes", "chicago_crimes_load"
RAW, CURATED = "crimes_2001_to_present", "crime_type_details"


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


def wait_for_task(api: AirflowApi, run: str, task: str, states: tuple[str, ...], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        found = {each["task_id"]: each["state"] for each in api.tasks(DAG, run)}
        if found.get(task) in states:
            return
        assert time.monotonic() < deadline, f"{task} is {found.get(task)}, not {states}: {found}"
        time.sleep(0.3)


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


def curated_counts(stack: Stack, day: str) -> dict[str, int]:
    """Crimes without an arrest by type, as Athena reads them from a day's partition."""
    _, *found = report.query(stack, report.QUESTION.format(*[datetime.fromisoformat(day)] * 3))
    return {primary_type: int(crimes) for primary_type, crimes in found}
