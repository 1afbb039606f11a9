"""The sensors against a cluster that really runs: outcomes, log ends, retries, and clusters that never come up."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.common.compat.sdk import AirflowException, AirflowFailException, TaskDeferred

from conftest import VARIABLE
from daylake.cluster import ClusterReady, job_flow
from daylake.cluster_of_run import cluster_name
from daylake.log_end import step_log_end
from daylake.step import AddStep, CommandSensor
from task_instance import TaskInstance

PIPELINE = "chicago_crimes"
OUTCOME = "s3://daylake-lake/_outcomes/chicago_crimes/run-1/ingest.json"


@pytest.fixture(scope="module")
def emr(buckets, node_role):
    return boto3.client("emr")


@pytest.fixture(scope="module")
def cluster(buckets, emr):
    """Without Spark: its steps are shell commands, and it is up in a moment."""
    script = b'#!/bin/bash\necho "installing from $1"\n'
    buckets.put_object(Bucket="daylake-artifacts", Key="bootstrap/install.sh", Body=script)
    cluster = emr.run_job_flow(**job_flow(VARIABLE, PIPELINE, PIPELINE, "run-1", "2026-11-20") | {"Applications": []})[
        "JobFlowId"
    ]
    yield cluster
    emr.terminate_job_flows(JobFlowIds=[cluster])


def fails(name: str, complaint: str = "Cannot connect to the database") -> dict:
    command = ["bash", "-c", f"echo reading; echo '{complaint}' >&2; exit 4"]
    jar = {"Jar": "command-runner.jar", "Args": command}
    return {"Name": name, "ActionOnFailure": "CONTINUE", "HadoopJarStep": jar}


def ended_step(emr, cluster: str, definition: dict) -> str:
    [step_id] = emr.add_job_flow_steps(JobFlowId=cluster, Steps=[definition])["StepIds"]
    for _ in range(300):
        status = emr.describe_step(ClusterId=cluster, StepId=step_id)["Step"]["Status"]
        if status["State"] in ("COMPLETED", "FAILED"):
            return step_id
        time.sleep(0.1)
    raise AssertionError(f"step {step_id} is still {status}")


def sensor(cluster: str, definition: dict, outcome: str = OUTCOME) -> CommandSensor:
    return CommandSensor(
        task_id="ingest",
        command="ingest",
        step=definition,
        outcome=outcome,
        poll_seconds=1,
        job_flow_id=cluster,
        step_id="the add task's",
    )


def leave_outcome(buckets, exit_code: int, started: datetime, **more) -> None:
    outcome = {
        "command": "ingest",
        "day": "2026-11-20",
        "started_at": started.isoformat(),
        "exit": exit_code,
        "sentence": "Cannot read table crimes: the database does not answer",
        "what_to_do": "look whether it is up",
        "receipt": None,
    } | more
    buckets.put_object(Bucket="daylake-lake", Key=OUTCOME.split("/", 3)[3], Body=json.dumps(outcome))


def now() -> datetime:
    return datetime.now(UTC)


def event_of(trigger) -> dict:
    """What the triggerer would hand back."""

    async def first():
        async for event in trigger.run():
            return event.payload

    return asyncio.run(first())


def test_exit_4_is_told_with_the_logs_end_and_a_retry_adds_the_step_again(buckets, emr, cluster, capsys):
    definition = fails("ingest again")
    first = ended_step(emr, cluster, definition)
    leave_outcome(buckets, 4, started=now())

    with pytest.raises(AirflowException) as told:
        sensor(cluster, definition).execute({"ti": TaskInstance()})

    assert type(told.value) is not AirflowFailException, "exit 4 must be left to Airflow's retries"
    assert str(told.value) == (
        "Cannot read table crimes: the database does not answer; look whether it is up "
        "(ingest: exit 4, source or AWS not available)"
    )
    assert (
        f"The end of s3://daylake-logs/emr/{cluster}/steps/{first}/stderr.gz:\nCannot connect"
        in capsys.readouterr().out
    )

    again = sensor(cluster, definition)
    with pytest.raises(TaskDeferred) as deferred:
        again.execute({"ti": TaskInstance(try_number=2)})
    event = event_of(deferred.value.trigger)
    leave_outcome(buckets, 4, started=now())
    with pytest.raises(AirflowException, match="exit 4"):
        sensor(cluster, definition).execute_complete({"ti": TaskInstance(try_number=2)}, event)

    ours = [step["Id"] for step in emr.list_steps(ClusterId=cluster)["Steps"] if step["Name"] == "ingest again"]
    assert len(ours) == 2 and ours[1] == first


def test_a_retry_after_a_lost_worker_does_not_repeat_what_has_failed_for_good(buckets, emr, cluster):
    definition = fails("ingest lost")
    ended_step(emr, cluster, definition)
    leave_outcome(buckets, 3, started=now())

    with pytest.raises(AirflowFailException, match="exit 3, data refused"):
        sensor(cluster, definition).execute({"ti": TaskInstance(try_number=2)})

    assert len([step for step in emr.list_steps(ClusterId=cluster)["Steps"] if step["Name"] == "ingest lost"]) == 1


def test_a_step_whose_answer_was_lost_is_not_added_again(emr, cluster):
    definition = fails("ingest once")
    [lost] = emr.add_job_flow_steps(JobFlowId=cluster, Steps=[definition])["StepIds"]
    add = AddStep(task_id="add_ingest", job_flow_id=cluster, steps=[definition])

    assert add.execute({"ti": TaskInstance(try_number=2)}) == [lost]
    assert len([step for step in emr.list_steps(ClusterId=cluster)["Steps"] if step["Name"] == "ingest once"]) == 1


@pytest.mark.parametrize(("exit_code", "meaning"), [(1, "a bug"), (3, "data refused"), (5, "outcome unknown")])
def test_other_exits_are_not_retried(buckets, emr, cluster, exit_code, meaning):
    definition = fails(f"ingest {exit_code}")
    ended_step(emr, cluster, definition)
    leave_outcome(buckets, exit_code, started=now())

    with pytest.raises(AirflowFailException, match=f"exit {exit_code}, {meaning}"):
        sensor(cluster, definition).execute({"ti": TaskInstance()})


def test_an_outcome_of_an_earlier_attempt_is_not_believed(buckets, emr, cluster):
    definition = fails("ingest stale")
    leave_outcome(buckets, 0, started=now() - timedelta(minutes=1))
    step_id = ended_step(emr, cluster, definition)

    with pytest.raises(AirflowFailException) as told:
        sensor(cluster, definition).execute({"ti": TaskInstance()})

    assert str(told.value).startswith(
        f"Cannot tell what ingest did: it left no outcome, and EMR says step {step_id} is FAILED (Unknown Error."
    )


def test_a_published_day_is_handed_on_as_its_receipt_says(buckets, emr, cluster):
    definition = fails("ingest well") | {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["true"]}}
    ended_step(emr, cluster, definition)
    receipt = {
        "day": "2026-11-20",
        "database": "crime_data",
        "table": "Crimes_2001_to_Present",
        "location": "s3://daylake-lake/a/",
        "counts": {"source_rows": 7, "file_rows": 7},
        "pointers": {"partition": {"from": None, "to": "s3://daylake-lake/a/"}, "latest": {"from": None, "to": None}},
    }
    buckets.put_object(Bucket="daylake-lake", Key="receipt.json", Body=json.dumps(receipt))
    leave_outcome(buckets, 0, started=now(), receipt="s3://daylake-lake/receipt.json")

    assert sensor(cluster, definition).execute({"ti": TaskInstance()}) == {
        "receipt": "s3://daylake-lake/receipt.json",
        "database": "crime_data",
        "table": "crimes_2001_to_present",
        "y": "2026",
        "m": "11",
        "d": "20",
        "rows": 7,
        "is_latest": False,
    }


def test_a_command_that_publishes_nothing_hands_its_sentence_on(buckets, emr, cluster):
    definition = fails("load") | {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["true"]}}
    ended_step(emr, cluster, definition)
    leave_outcome(buckets, 0, started=now(), sentence="loaded s3://b/x.csv into crimes: 3 rows new", day=None)

    assert sensor(cluster, definition).execute({"ti": TaskInstance()}) == {
        "sentence": "loaded s3://b/x.csv into crimes: 3 rows new"
    }


def test_a_cluster_ended_from_outside_says_so(buckets, emr):
    cluster = emr.run_job_flow(**job_flow(VARIABLE, PIPELINE, PIPELINE, "run-2", "2026-11-20") | {"Applications": []})[
        "JobFlowId"
    ]
    definition = fails("ingest") | {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["sleep", "60"]}}
    emr.add_job_flow_steps(JobFlowId=cluster, Steps=[definition])
    emr.terminate_job_flows(JobFlowIds=[cluster])
    emr.get_waiter("cluster_terminated").wait(ClusterId=cluster, WaiterConfig={"Delay": 1})

    with pytest.raises(AirflowFailException) as told:
        sensor(cluster, definition, OUTCOME.replace("run-1", "run-2")).execute({"ti": TaskInstance()})

    assert f"and cluster {cluster} is TERMINATED (USER_REQUEST" in str(told.value)


def test_a_cluster_whose_bootstrap_fails_is_explained_with_the_logs_end(buckets, emr, capsys):
    # Long enough that the sensor looks before it has failed, also on a busy machine.
    script = b'#!/bin/bash\nsleep 10\necho "Cannot fetch $1/daylake.jar" >&2\nexit 7\n'
    buckets.put_object(Bucket="daylake-artifacts", Key="bootstrap/broken.sh", Body=script)
    request = job_flow(VARIABLE, PIPELINE, PIPELINE, "run-3", "2026-11-20") | {"Applications": []}
    request["BootstrapActions"][0]["ScriptBootstrapAction"]["Path"] = "s3://daylake-artifacts/bootstrap/broken.sh"
    cluster = emr.run_job_flow(**request)["JobFlowId"]
    name = cluster_name(PIPELINE, "run-3")
    ready = ClusterReady(task_id="cluster_ready", job_flow_id=cluster, cluster=name, poll_seconds=1)

    with pytest.raises(TaskDeferred) as deferred:
        ready.execute({"ti": TaskInstance()})
    with pytest.raises(AirflowFailException) as told:
        ready.execute_complete({"ti": TaskInstance()}, event_of(deferred.value.trigger))

    assert str(told.value).startswith(
        f"Cannot start cluster {cluster}: it is TERMINATED_WITH_ERRORS (BOOTSTRAP_FAILURE: "
    )
    assert "bootstrap-actions/1/stderr.gz:\nCannot fetch s3://daylake-artifacts/daylake.jar" in capsys.readouterr().out


def test_a_log_that_is_not_there_yet_is_said_to_be_late(buckets):
    cluster = {"Id": "j-NONE", "LogUri": "s3n://daylake-logs/emr/"}

    assert step_log_end(cluster, "s-1", S3Hook()) == (
        "No log yet at s3://daylake-logs/emr/j-NONE/steps/s-1/stderr.gz: "
        "EMR delivers logs about five minutes late; look there again"
    )
