"""The deadline: a late run is told to the topic's subscribers; one in time is not, and neither is a backfill."""

import json
import time
from datetime import date

import pytest

from laptop.airflow_api import AirflowApi
from laptop.aws import client
from laptop.names import NAMES, REGION
from laptop.stack import ACCOUNT


@pytest.fixture
def inbox(running):
    """A queue subscribed to the alerts' topic; its url."""
    sqs, sns = client(running, "sqs"), client(running, "sns")
    url = sqs.create_queue(QueueName="on-call")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:{NAMES.alerts_topic}"
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    yield url
    sns.unsubscribe(SubscriptionArn=subscription)
    sqs.delete_queue(QueueUrl=url)


def test_only_the_late_run_raises_an_alert_and_it_names_dag_run_and_deadline(running, inbox):
    api = AirflowApi(running)
    wait_until(lambda: api.knows("probe_late") and api.knows("probe_in_time"), 60)
    in_time = api.run_day("probe_in_time", date(2016, 1, 4), late=False)
    backfill = {"from_date": "2016-01-05T00:00:00Z", "to_date": "2016-01-05T23:59:59Z", "max_active_runs": 1}
    api.call("POST", "backfills", json={"dag_id": "probe_late", "reprocess_behavior": "none", **backfill})
    late = api.run_day("probe_late", date(2016, 1, 4), late=False)

    wait_until(lambda: all_ended(api), 120)
    messages = received(client(running, "sqs"), inbox)
    assert len(messages) == 1, f"one alert was due: {messages}"
    (message,) = messages
    assert "probe_late" in message and late in message, message
    assert "was due by 20" in message, message
    assert in_time not in message


def all_ended(api: AirflowApi) -> bool:
    runs = [
        *api.call("GET", "dags/probe_late/dagRuns")["dag_runs"],
        *api.call("GET", "dags/probe_in_time/dagRuns")["dag_runs"],
    ]
    return len(runs) == 3 and all(run["state"] in ("success", "failed") for run in runs)


def received(sqs, url: str) -> list[str]:
    """The messages until the first has come, and of eight seconds more, in which one too many would come."""
    found: list[str] = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2).get("Messages", []):
            if not found:
                deadline = time.monotonic() + 8
            found.append(json.loads(message["Body"])["Message"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def wait_until(true, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.5)
