"""The message about a missed deadline: in words, and through the triggerer's door to a queue behind the SNS topic."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from daylake.deadline import ANNOUNCE

RUN = {
    "dag_id": "chicago_crimes",
    "dag_run_id": "scheduled__2026-11-21T02:00:00+00:00",
    "run_type": "scheduled",
    "logical_date": "2026-11-20T02:00:00Z",
    "queued_at": "2026-11-21T02:00:03.149572Z",
    "state": "running",
}
DUE = "2026-11-21T02:36:03.149572+00:00"
MESSAGE = (
    "chicago_crimes is not done with 2026-11-20 in time: run scheduled__2026-11-21T02:00:00+00:00, "
    "queued at 2026-11-21 02:00:03+00:00, was due by 2026-11-21 02:36:03+00:00 and is running. "
    "Whatever it published last is served. "
    "Look at the run's tasks in Airflow; the page of DAG chicago_crimes says what each failure asks for."
)


def as_the_triggerer(*runs: dict, environment: dict | None = None) -> list[dict]:
    """In a process of its own, from a folder of its own: nothing of dags/ but the plugins folder is on its path."""
    contexts = json.dumps([{"dag_run": run, "deadline": {"id": "1", "deadline_time": DUE}} for run in runs])
    script = Path(__file__).with_name("run_as_the_triggerer.py")
    code = f"exec(compile(open({str(script)!r}).read(), 'triggerer', 'exec'))"
    command = [sys.executable, "-c", code, ANNOUNCE, contexts]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=os.environ["AIRFLOW_HOME"])
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def alerts(aws):
    """A queue that gets what the topic is told."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="daylake-alerts")["TopicArn"]
    queue = sqs.create_queue(QueueName="daylake-alerts")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return lambda: [json.loads(message["Body"]) for message in received(sqs, queue)]


def received(sqs, queue: str) -> list[dict]:
    messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return messages


def test_a_late_run_is_announced_to_the_topic_and_a_backfill_is_not(alerts):
    late, backfill = as_the_triggerer(
        RUN, RUN | {"run_type": "backfill", "dag_run_id": "backfill__2026-11-21T02:00:00+00:00"}
    )

    assert late == {"state": "success", "body": f"Told arn:aws:sns:us-east-1:000000000000:daylake-alerts: {MESSAGE}"}
    assert backfill == {
        "state": "success",
        "body": "Nobody told: backfill__2026-11-21T02:00:00+00:00 is a backfill, which promises no time",
    }
    [message] = alerts()
    assert (message["Subject"], message["Message"]) == ("chicago_crimes: 2026-11-20 is late", MESSAGE)


def test_the_triggerer_finds_the_topic_where_mwaa_keeps_it(alerts, settings_secret):
    [late] = as_the_triggerer(RUN, environment=settings_secret)

    assert late["state"] == "success", late
    assert [message["Message"] for message in alerts()] == [MESSAGE]


def test_a_subject_fits_and_a_run_without_a_day_is_no_surprise():
    from daylake_deadline import words

    run = RUN | {"dag_id": "x" * 200, "logical_date": None}
    subject, message = words(run, datetime(2026, 11, 21, 2, 36, tzinfo=UTC))

    assert len(subject) == 100
    assert "is not done with its day in time" in message
