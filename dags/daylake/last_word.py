"""The run's last word: a run is a success only if the task it exists for has succeeded, and nothing has failed.

Airflow judges a run by its last tasks, and skips those when a person marks the run failed: without this one, such a
run would end as a success. It is a teardown because Airflow leaves teardowns alone then.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.common.compat.sdk import AirflowFailException
from airflow.sdk import task

DASHBOARD = "refresh_dashboard"


def last_word(task_id: str, *, of: str) -> Any:
    """The task `task_id`, which fails the run unless the task `of` has succeeded."""

    @task(task_id=task_id)
    def last(ti=None, run_id=None) -> None:
        states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[run_id])[run_id]
        if problem := what_is_missing({name: state for name, state in states.items() if name != task_id}, of):
            raise AirflowFailException(problem)

    return last().as_teardown(on_failure_fail_dagrun=True)


def what_is_missing(states: dict[str, str | None], of: str) -> str | None:
    """None when everything ended well; what a pipeline or an account has no use for is skipped."""
    failed = [task_id for task_id, state in states.items() if state == "failed"]
    if failed == [DASHBOARD]:
        return (
            "Cannot call this run done: its day is published and Athena serves it, but dashboards still show the day "
            f"before; the reason is in the log of {DASHBOARD}: correct it and clear that task"
        )
    if failed:
        return f"Cannot call this run done: {', '.join(failed)} failed; the sentence to read is in that task's log"
    if states[of] != "success":
        return f"Cannot call this run done: it was ended by hand before {of}; run it again"
    return None
