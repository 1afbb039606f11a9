"""Airflow through its REST API, as its web UI uses it."""

from datetime import UTC, date, datetime

import requests

from deploy.problem import Problem

from .stack import Stack

FINISHED = ("success", "failed", "upstream_failed", "skipped", "removed")


class AirflowApi:
    """One session with one Airflow; every call raises a Problem with Airflow's own words where it refuses."""

    def __init__(self, stack: Stack):
        self.url = stack.airflow_url
        login = {"username": "admin", "password": stack.airflow_password}
        answer = requests.post(f"{self.url}/auth/token", json=login, timeout=30)
        answer.raise_for_status()
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(self, method: str, path: str, **arguments):
        answer = requests.request(method, f"{self.url}/api/v2/{path}", headers=self.headers, timeout=60, **arguments)
        if not answer.ok:
            raise Problem(f"Cannot {method} {path}: Airflow answers {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def knows(self, dag: str) -> bool:
        """Whether the DAG's file has been read; a file with an error is a Problem that shows it."""
        errors = self.call("GET", "importErrors")["import_errors"]
        if errors:
            raise Problem(f"Cannot read the DAGs: {errors[0]['filename']}:\n{errors[0]['stack_trace']}")
        return dag in [found["dag_id"] for found in self.call("GET", "dags?limit=100")["dags"]]

    def run_day(self, dag: str, day: date, late: bool) -> str:
        """Starts a run of one day; returns its id. Every run has a logical date of its own on that day."""
        now = datetime.now(UTC)
        logical = datetime.combine(day, now.timetz())
        request = {
            "dag_run_id": f"manual__{day}__{now:%Y%m%dT%H%M%S%f}",
            "logical_date": logical.isoformat(),
            "conf": {"late": late},
        }
        return self.call("POST", f"dags/{dag}/dagRuns", json=request)["dag_run_id"]

    def run_now(self, dag: str, conf: dict) -> str:
        """Starts a run of a DAG without a schedule; returns its id."""
        request = {"logical_date": None, "conf": conf}
        return self.call("POST", f"dags/{dag}/dagRuns", json=request)["dag_run_id"]

    def run(self, dag: str, run: str) -> dict:
        return self.call("GET", f"dags/{dag}/dagRuns/{run}")

    def tasks(self, dag: str, run: str) -> list[dict]:
        """The run's task instances in the order in which they began."""
        tasks = self.call("GET", f"dags/{dag}/dagRuns/{run}/taskInstances?limit=100")["task_instances"]
        return sorted(tasks, key=lambda task: task["start_date"] or datetime.max.isoformat())

    def xcom(self, dag: str, run: str, task: str) -> dict:
        """What a task returned."""
        path = f"dags/{dag}/dagRuns/{run}/taskInstances/{task}/xcomEntries/return_value?stringify=false"
        return self.call("GET", path)["value"]

    def log(self, dag: str, run: str, task: dict) -> str:
        """The text of a task's last try."""
        path = f"dags/{dag}/dagRuns/{run}/taskInstances/{task['task_id']}/logs/{max(task['try_number'], 1)}"
        content = self.call("GET", f"{path}?full_content=true&map_index={task['map_index']}")["content"]
        return "\n".join(text for line in content for text in texts(line))


def texts(line: dict | str) -> list[str]:
    """A line of a log; Airflow keeps an exception's words in a field beside the event."""
    if not isinstance(line, dict):
        return [str(line)]
    details = line.get("error_detail") or []
    return [line["event"], *(f"{each['exc_type']}: {each['exc_value']}" for each in details)]
