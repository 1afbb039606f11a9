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
    run = context["dag_run"]
    if run["run_type"] == "backfill":
        return f"Nobody told: {run['dag_run_id']} is a backfill, and a backfill promises no time"
    topic = (await sync_to_async(Variable.get)("daylake", deserialize_json=True))["alerts_topic"]
    subject, message = words(run, str(context["deadline"]["deadline_time"]))
    await SnsHook().apublish_to_target(target_arn=topic, subject=subject, message=message)
    return f"{message} (published to {topic})"


def words(run: dict[str, Any], deadline: str) -> tuple[str, str]:
    pipeline, run_id = run["dag_id"], run["dag_run_id"]
    day = datetime.fromisoformat(run["logical_date"]).date() if run.get("logical_date") else "unknown"
    subject = f"{pipeline}: {day} is late"[:LONGEST_SUBJECT]
    message = (
        f"{pipeline} has not published {day} in time: run {run_id}, queued at {run['queued_at']}, "
        f"was due by {deadline} and is {run['state']}. Yesterday's data is still served. "
        "Look at the run's tasks in Airflow; the DAG's page says what each failure asks for."
    )
    return subject, message
