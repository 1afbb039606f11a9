"""What a person finds when the chain breaks: the DAG run has failed, the cluster is gone, the task's log says why in a
sentence and shows the log's end, and readers see what they saw before."""

import json
import os
import signal
import time
from contextlib import contextmanager

import chain
import psutil
import pytest
from daylake.names import run_name

from deploy.release import Release
from laptop import report
from laptop.aws import client
from laptop.names import NAMES
from laptop.source_database import connect

DAY = "2016-01-05"


@pytest.fixture(scope="module", autouse=True)
def good_day(running, export):
    """Something is published before anything breaks, so that there is something to lose."""
    if not chain.published(running):
        ended = chain.make("run", f"DATA={export.file}", "DAY=2016-01-04")
        assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"


@pytest.fixture
def unharmed(running):
    """Compares what readers see before and after the test, and that no cluster is left."""
    before = chain.published(running)
    counts = chain.curated_counts(running, "2016-01-04")
    yield
    assert chain.published(running) == before, "a failed run has changed what readers see"
    assert chain.curated_counts(running, "2016-01-04") == counts
    chain.wait_for_no_cluster(running)


@pytest.mark.usefixtures("unharmed")
def test_a_failing_check_refuses_the_day_and_shows_the_rows(running):
    with connect(running.mysql_url) as connection, connection.cursor() as cursor:
        cursor.execute("update crimes set year = 1999 order by id limit 1")
        cursor.execute("select id from crimes where year = 1999")
        (bad,) = cursor.fetchone()
        try:
            ended = chain.run_chain(running, DAY)
        finally:
            cursor.execute("update crimes set year = year(date) where year = 1999")
    log = failed_log(ended, "ingest")
    assert "raw_year_is_that_of_the_date" in log and str(bad) in log, ended.said()
    assert outcome(running, ended, "ingest")["exit"] == 3, ended.said()


@pytest.mark.usefixtures("unharmed")
def test_a_wrong_password_is_named_without_showing_it(running):
    manager = client(running, "secretsmanager")
    right = manager.get_secret_value(SecretId=NAMES.reader_secret)["SecretString"]
    wrong = json.dumps(json.loads(right) | {"password": "planted-wrong-password"})
    manager.put_secret_value(SecretId=NAMES.reader_secret, SecretString=wrong)
    try:
        ended = chain.run_chain(running, DAY)
    finally:
        manager.put_secret_value(SecretId=NAMES.reader_secret, SecretString=right)
    log = failed_log(ended, "ingest")
    assert "Cannot connect" in log and NAMES.reader_secret in log, ended.said()
    assert "planted-wrong-password" not in log
    assert outcome(running, ended, "ingest")["exit"] in (2, 4), ended.said()


@pytest.mark.usefixtures("unharmed")
def test_a_failing_bootstrap_is_told_with_the_scripts_own_words(running):
    checksum = f"releases/{Release.of_this_checkout().name}/daylake.jar.sha256"
    with changed_artifact(running, checksum, b"0" * 64 + b"  daylake.jar\n"):
        ended = chain.run_chain(running, DAY)
    assert ended.state == "failed", ended.said()
    assert "is not the file its checksum was made of" in "".join(ended.logs.values()), ended.said()


@pytest.mark.usefixtures("unharmed")
def test_a_crashing_step_fails_the_run(running):
    def kill_the_driver(api, run):
        chain.wait_for_cluster_step(running)
        deadline = time.monotonic() + 60
        while not (drivers := drivers_of(run)):
            assert time.monotonic() < deadline, "no driver was seen"
            time.sleep(0.2)
        for driver in drivers:
            os.kill(driver, signal.SIGKILL)

    ended = chain.run_chain(running, DAY, kill_the_driver)
    assert "FAILED" in failed_log(ended, "ingest"), ended.said()


@pytest.mark.usefixtures("unharmed")
def test_a_cluster_terminated_from_outside_fails_the_run(running):
    def terminate(api, run):
        cluster, _ = chain.wait_for_cluster_step(running)
        client(running, "emr").terminate_job_flows(JobFlowIds=[cluster])

    ended = chain.run_chain(running, DAY, terminate)
    log = failed_log(ended, "ingest")
    assert "terminated" in log.lower() or "CANCELLED" in log, ended.said()


@pytest.mark.usefixtures("unharmed")
def test_a_run_marked_failed_by_hand_loses_its_cluster(running):
    def mark(api, run):
        chain.wait_for_cluster_step(running)
        api.call("PATCH", f"dags/{chain.DAG}/dagRuns/{run}", json={"state": "failed"})

    ended = chain.run_chain(running, DAY, mark)
    assert ended.state == "failed", ended.said()


def failed_log(ended: chain.Ended, step: str) -> str:
    """The logs of the failed tasks of a step."""
    assert ended.state == "failed", ended.said()
    logs = [log for task, log in ended.logs.items() if step in task]
    assert logs, f"no task of {step} has failed: {ended.said()}"
    return "\n".join(logs)


def outcome(running, ended: chain.Ended, command: str) -> dict:
    uri = f"s3://{NAMES.lake_bucket}/_outcomes/{chain.DAG}/{run_name(ended.run)}/{command}.json"
    return report.read_json(running, uri)


@contextmanager
def changed_artifact(running, key: str, body: bytes):
    s3 = client(running, "s3")
    before = s3.get_object(Bucket=NAMES.artifacts_bucket, Key=key)["Body"].read()
    s3.put_object(Bucket=NAMES.artifacts_bucket, Key=key, Body=body)
    try:
        yield
    finally:
        s3.put_object(Bucket=NAMES.artifacts_bucket, Key=key, Body=before)


def drivers_of(run: str) -> list[int]:
    """The Java processes that run a step of this run."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if words and words[0].endswith("java") and run_name(run) in words:
            found.append(process.info["pid"])
    return found
