"""`make run`: a day of the pipeline through Airflow, and what came out of it."""

import time
from datetime import date

from deploy.problem import Problem

from . import report
from .airflow_api import FINISHED, AirflowApi
from .processes import wait_for
from .progress import Progress
from .stack import Stack

DAG = "chicago_crimes"


def run_day(stack: Stack, day: date, late: bool, progress: Progress) -> tuple[str, list[dict]]:
    """Runs the DAG for a day and follows it to its end; returns the run's id and its tasks, or raises what failed."""
    api = AirflowApi(stack)
    with progress.step("wait for Airflow to read the DAG"):
        wait_for(f"DAG {DAG}", lambda: api.knows(DAG), 60, stack.log / "airflow-dags.log")
    run = api.run_day(DAG, day, late)
    progress.done(f"Airflow runs {DAG} for {day}: {stack.airflow_url}/dags/{DAG}/runs/{run}")
    tasks = follow(api, run, progress)
    if api.run(DAG, run)["state"] != "success":
        raise Problem(report.failure(api, DAG, run, [task for task in tasks if task["state"] == "failed"]))
    return run, tasks


def receipt(stack: Stack, run: str, step: str) -> dict:
    """The receipt that a run's step (ingest or curate) names in its XCom."""
    return report.read_json(stack, AirflowApi(stack).xcom(DAG, run, step)["receipt"])


def follow(api: AirflowApi, run: str, progress: Progress) -> list[dict]:
    """Prints each task as it ends, until the run has ended; returns the tasks."""
    told: set[str] = set()
    with progress.console.status("waiting for the first task") as status:
        while True:
            ended = api.run(DAG, run)["state"] in ("success", "failed")
            tasks = api.tasks(DAG, run)
            for task in tasks:
                name = task_name(task)
                if task["state"] in FINISHED and name not in told:
                    told.add(name)
                    progress.done(f"{name}: {task['state']} [dim]{task['duration'] or 0:.1f} s[/dim]")
            active = [
                f"{task_name(task)} ({task['state']})" for task in tasks if task["state"] not in (*FINISHED, None)
            ]
            status.update(", ".join(active) or "between two tasks")
            if ended:
                return tasks
            time.sleep(1)


def task_name(task: dict) -> str:
    if task["map_index"] < 0:
        return task["task_id"]
    return f"{task['task_id']} {task['rendered_map_index'] or task['map_index']}"
