"""The run's last word: a run is a success only if its day is served.

Airflow judges a run by its last tasks, and skips those when a person marks the run failed: without this one, such a
run would end as a success. It is a teardown because Airflow leaves teardowns alone then.
"""

from __future__ import annotations

from airflow.providers.common.compat.sdk import AirflowFailException
from airflow.sdk import task


@task
def day_is_served(ti=None, run_id=None) -> None:
    states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[run_id])[run_id]
    if problem := what_is_missing({task_id: state for task_id, state in states.items() if task_id != ti.task_id}):
        raise AirflowFailException(problem)


def what_is_missing(states: dict[str, str | None]) -> str | None:
    """None when everything ended well; a pipeline without views has those skipped."""
    failed = [task_id for task_id, state in states.items() if state == "failed"]
    if failed:
        return f"Cannot call this run done: {', '.join(failed)} failed; the sentence to read is in that task's log"
    if states["read_back"] != "success":
        return "Cannot call this run done: it was ended by hand before its day was served; run the day again"
    return None
