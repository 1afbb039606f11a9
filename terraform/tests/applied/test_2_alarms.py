"""Alarms that need no Airflow, from a run's cluster to a message in a queue."""

import json
import time
from datetime import UTC, datetime, timedelta

import chain
from tests.process import eventually

from laptop.aws import client
from laptop.names import NAMES

PIPELINE = "chicago_crimes"
# What the person on call is told to do, by alarm.
ADVICE = {
    f"daylake-{PIPELINE}-late": "Look at the run's tasks in Airflow",
    f"daylake-{PIPELINE}-failed": "Read the outcome in the lake under _outcomes/",
    f"daylake-{PIPELINE}-leaked": "aws emr terminate-clusters --cluster-ids",
    f"daylake-{PIPELINE}-missing": "run the missing day as a backfill",
}


def test_a_normal_day_raises_no_alarm(environment, stack, inbox):
    """The days run before this test are the normal days; the schedule has asked the watch each minute since."""
    eventually(lambda: measured_by_itself(stack), 90, "the schedule has not invoked the watch")
    assert states(stack, "ALARM") == []
    assert [message for message in received(stack, inbox, 5) if message["NewStateValue"] == "ALARM"] == []


def test_late_failed_leaked_and_missing_runs_each_reach_the_queue_with_a_sentence_to_act_on(environment, stack, inbox):
    ended = cluster(stack, "that-failed")
    client(stack, "emr").terminate_job_flows(JobFlowIds=[ended])
    eventually(lambda: state_of(stack, ended).startswith("TERMINATED"), 60, "the cluster has not ended")
    cluster(stack, "that-hangs")
    told: dict[str, dict] = {}
    until = time.monotonic() + 240
    while told.keys() != ADVICE.keys() and time.monotonic() < until:
        for hours in (0, 3):  # as the watch would see it then
            ask(stack, datetime.now(UTC) + timedelta(hours=hours))
        if told.keys() >= ADVICE.keys() - {f"daylake-{PIPELINE}-missing"}:
            ask(stack, datetime.now(UTC) + timedelta(hours=27))
        for message in received(stack, inbox, 10):
            if message["NewStateValue"] == "ALARM":
                told[message["AlarmName"]] = message
    assert told.keys() == ADVICE.keys(), f"told: {list(told)}; alarms: {states(stack, 'ALARM')}"
    for alarm, advice in ADVICE.items():
        assert f"Pipeline {PIPELINE} has" in told[alarm]["AlarmDescription"]
        assert advice in told[alarm]["AlarmDescription"], told[alarm]
    # With the function's own role: at 27 hours, the cluster is older than any run.
    chain.wait_for_no_cluster(stack)


def test_a_rotation_that_fails_is_told_and_the_present_password_goes_on_working(environment, stack, inbox):
    manager, secret = client(stack, "secretsmanager"), NAMES.loader_secret
    before = manager.get_secret_value(SecretId=secret)["SecretString"]
    broken = json.loads(before) | {"masterarn": "arn:aws:secretsmanager:us-east-1:000000000000:secret:gone-AbCdEf"}
    manager.put_secret_value(SecretId=secret, SecretString=json.dumps(broken))
    manager.rotate_secret(SecretId=secret)
    told = []
    until = time.monotonic() + 240
    while not told and time.monotonic() < until:
        told = [each for each in received(stack, inbox, 10) if each["AlarmName"] == "daylake-rotation-failed"]
    assert told and "aws secretsmanager rotate-secret" in told[0]["AlarmDescription"], told
    now = json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])
    assert now["password"] == broken["password"]
    manager.put_secret_value(SecretId=secret, SecretString=before)


def measured_by_itself(stack) -> bool:
    """Nothing but the schedule invokes the watch before this."""
    found = client(stack, "cloudwatch").list_metrics(Namespace="Daylake")["Metrics"]
    return {metric["MetricName"] for metric in found} == {
        "RunMinutes", "RunsFailed", "HoursSincePublished", "ClusterHours"
    }  # fmt: skip


def states(stack, state: str) -> list[str]:
    return [
        alarm["AlarmName"] for alarm in client(stack, "cloudwatch").describe_alarms(StateValue=state)["MetricAlarms"]
    ]


def received(stack, url: str, seconds: int) -> list[dict]:
    """The alarms' messages that come within these seconds."""
    sqs, found = client(stack, "sqs"), []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(json.loads(message["Body"])["Message"]))
    return found


def ask(stack, now: datetime) -> None:
    """Invokes the watch as its schedule does; the event's time is its clock."""
    event = json.dumps({"time": f"{now:%Y-%m-%dT%H:%M:%SZ}"}).encode()
    answer = client(stack, "lambda").invoke(FunctionName=NAMES.watch_function, Payload=event)
    assert "FunctionError" not in answer, answer["Payload"].read()


def cluster(stack, run: str) -> str:
    """A cluster as a run of the pipeline starts it; its id."""
    tags = {"daylake:pipeline": PIPELINE, "daylake:day": "2016-01-05", "daylake:run": run}
    group = {"InstanceRole": "MASTER", "InstanceType": "m5.xlarge", "InstanceCount": 1}
    return client(stack, "emr").run_job_flow(
        Name=run,
        ReleaseLabel=NAMES.emr_release,
        ServiceRole=NAMES.emr_service_role,
        JobFlowRole=NAMES.emr_node_profile,
        Instances={"InstanceGroups": [group], "KeepJobFlowAliveWhenNoSteps": True},
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["JobFlowId"]


def state_of(stack, cluster_id: str) -> str:
    return client(stack, "emr").describe_cluster(ClusterId=cluster_id)["Cluster"]["Status"]["State"]
