"""Spark on EMR: one cluster for all tests of this file, as its start is what takes time."""

import os
import re
import signal
import subprocess
import zipfile
from pathlib import Path

import boto3
import psutil
import pytest

from tests.clusters import ENDED, Emr, add_instance_profile, step
from tests.process import LocalAws, eventually, processes_with

SOURCE = Path(__file__).with_name("applications") / "WriteNumbers.java"
SPARK = {"ReleaseLabel": "emr-spark-8.1.0", "Applications": [{"Name": "Spark"}]}


@pytest.fixture(scope="session")
def application_file(spark_home, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("application")
    subprocess.run(["javac", "-cp", f"{spark_home}/jars/*", "-d", str(folder), str(SOURCE)], check=True)
    jar = folder / "numbers.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.write(folder / "WriteNumbers.class", "WriteNumbers.class")
    return jar


@pytest.fixture(scope="session")
def application(application_file, client, bucket) -> str:
    client("s3").upload_file(str(application_file), bucket, "numbers.jar")
    return f"s3://{bucket}/numbers.jar"


@pytest.fixture(scope="module")
def cluster(emr, spark_home):
    settings = [{"Classification": "spark-defaults", "Properties": {"spark.sql.shuffle.partitions": "2"}}]
    cluster = emr.run(**SPARK, Configurations=settings)
    status = emr.wait_for(cluster, "WAITING", *ENDED)
    assert status["State"] == "WAITING", emr.story(cluster)
    yield cluster
    emr.terminate(cluster)
    emr.wait_for(cluster, *ENDED)
    assert processes_with(cluster) == []


def submit(application: str, *arguments: str, **more) -> dict:
    return step("spark-submit", "--deploy-mode", "client", "--class", "WriteNumbers", application, *arguments, **more)


def java_processes(cluster: str, main: str) -> list[psutil.Process]:
    numbers = [int(line.split(":")[0]) for line in processes_with(cluster) if main in line or "java" in line]
    found = []
    for number in numbers:
        try:
            process = psutil.Process(number)
            if any(main in argument for argument in process.cmdline()):
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


def test_a_spark_step_writes_to_s3_and_reads_back(emr, cluster, application, client, bucket):
    (step_id,) = emr.add(cluster, submit(application, f"s3://{bucket}/numbers", "1000"))
    assert emr.wait_for_step(cluster, step_id)["State"] == "COMPLETED", emr.story(cluster)
    assert emr.log(cluster, f"steps/{step_id}/stdout") == "read back 1000\n"
    keys = [each["Key"] for each in client("s3").list_objects_v2(Bucket=bucket, Prefix="numbers/")["Contents"]]
    assert [key for key in keys if key.endswith(".parquet")]
    assert not [key for key in keys if "_temporary" in key or "__magic" in key]
    success = client("s3").get_object(Bucket=bucket, Key="numbers/_SUCCESS")["Body"].read().decode()
    assert '"committer":"magic"' in success.replace(" ", ""), "written by S3A's magic committer, not by renaming"
    assert any(re.match(r"containers/app-[\d-]+/\d+/stderr", name) for name in emr.logs(cluster))


def test_everything_listens_on_loopback(cluster):
    for name in ("deploy.master.Master", "deploy.worker.Worker"):
        (process,) = java_processes(cluster, name)
        listening = {c.laddr.ip for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN}
        assert listening and listening <= {"127.0.0.1", "::ffff:127.0.0.1"}, (name, listening)


def test_a_failing_application_is_a_failed_step_with_the_errors_line(emr, cluster, application, bucket):
    (step_id,) = emr.add(cluster, submit(application, f"s3://{bucket}/numbers-2", "not a number"))
    status = emr.wait_for_step(cluster, step_id)
    assert status["State"] == "FAILED", emr.story(cluster)
    assert "NumberFormatException" in status["FailureDetails"]["Message"]
    assert "not a number" in emr.log(cluster, f"steps/{step_id}/stderr")


def test_a_killed_driver_is_a_failed_step_and_the_cluster_goes_on(emr, cluster, application, bucket):
    (step_id,) = emr.add(cluster, submit(application, f"s3://{bucket}/numbers-3", "9000000000"))
    emr.wait_for_step(cluster, step_id, "RUNNING")
    eventually(lambda: java_processes(cluster, "deploy.SparkSubmit"), 20, lambda: emr.story(cluster))
    java_processes(cluster, "deploy.SparkSubmit")[0].send_signal(signal.SIGKILL)
    assert emr.wait_for_step(cluster, step_id, seconds=20)["State"] == "FAILED", emr.story(cluster)
    assert "killed by signal 9" in emr.log(cluster, f"steps/{step_id}/controller")
    emr.wait_for(cluster, "WAITING")


def test_sigkill_of_localstack_leaves_no_process_and_no_folder(spark_home, application_file, tmp_path):
    """Its own LocalStack, killed while a driver and an executor run."""
    local_aws = LocalAws(tmp_path, {"SPARK_HOME": str(spark_home), "EMR_WORKER_MEMORY": "1g"})
    with local_aws:
        s3 = boto3.client("s3", **local_aws.client_settings)
        s3.create_bucket(Bucket="orphans")
        s3.upload_file(str(application_file), "orphans", "numbers.jar")
        add_instance_profile(boto3.client("iam", **local_aws.client_settings), "node")
        emr = Emr(boto3.client("emr", **local_aws.client_settings), s3, "orphans")
        cluster = emr.run([submit("s3://orphans/numbers.jar", "s3://orphans/numbers", "90000000000")], **SPARK)
        executor = "CoarseGrainedExecutorBackend"
        eventually(lambda: java_processes(cluster, executor), 60, lambda: emr.story(cluster))
        before = processes_with(cluster)
        folders = list(tmp_path.glob(f"**/emr/{cluster}"))
        assert len(before) >= 4 and folders, before
        local_aws.kill()
        eventually(lambda: not processes_with(cluster), 5, lambda: processes_with(cluster))
        eventually(lambda: not any(folder.exists() for folder in folders), 5, folders)
        assert os.path.exists(tmp_path)
