"""Tells the SNS topic that a run missed its deadline. The triggerer imports and awaits `announce`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from airflow.providers.amazon.aws.hooks.sns import SnsHook
from airflow.sdk import Variable
from asgiref.sync import sync_to_async

# SNS refuses longer subjects.
LONGEST_SUBJECT = 100


async def announce(context: dict[str, Any]) -> str:
    """Airflow keeps the answer beside the deadline, as the callback's output."""
    run = context["dag_run"]
    if run["run_type"] == "backfill":
        return f"Nobody told: {run['dag_run_id']} is a backfill, which promises no time"
    topic = (await sync_to_async(Variable.get)("daylake", deserialize_json=True))["alerts_topic"]
    subject, message = words(run, context["deadline"]["deadline_time"])
    await SnsHook().apublish_to_target(target_arn=topic, subject=subject, message=message)
    return f"Told {topic}: {message}"


def words(run: dict[str, Any], deadline: datetime | str) -> tuple[str, str]:
    dag, run_id = run["dag_id"], run["dag_run_id"]
    day = run["logical_date"][:10] if run["logical_date"] else "its day"
    message = (
        f"{dag} is not done with {day} in time: run {run_id}, queued at {seconds(run['queued_at'])}, "
        f"was due by {seconds(deadline)} and is {run['state']}. Whatever it published last is served. "
        f"Look at the run's tasks in Airflow; the page of DAG {dag} says what each failure asks for."
    )
    return f"{dag}: {day} is late"[:LONGEST_SUBJECT], message


def seconds(instant: datetime | str) -> str:
    parsed = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return parsed.isoformat(sep=" ", timespec="seconds")
