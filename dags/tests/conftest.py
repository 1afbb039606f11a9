"""An Airflow of the tests' own, and the local AWS as a real process; nothing here leaves this machine."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DAGS = PROJECT / "dags"
TOOLS = PROJECT / ".daylake"

VARIABLE = {
    "lake": "s3://daylake-lake",
    "artifacts": "s3://daylake-artifacts",
    "logs": "s3://daylake-logs/emr/",
    "athena_results": "s3://daylake-athena-results/",
    "workgroup": "daylake",
    "alerts_topic": "arn:aws:sns:us-east-1:000000000000:daylake-alerts",
    "emr": {
        "release": "emr-spark-8.1.0",
        "instance_type": "m5.xlarge",
        "core_nodes": 1,
        "service_role": "daylake-emr-service",
        "job_flow_role": "daylake-emr-node",
        "subnet": None,
        "security_configuration": None,
        "security_groups": None,
        "idle_minutes": 10,
        "poll_seconds": 1,
    },
    "loader_secret": "daylake/chicago_crimes/loader",
    "quicksight": None,
}

# Airflow reads its settings when it is first imported: before any test module is.
os.environ |= {
    "AIRFLOW_HOME": tempfile.mkdtemp(prefix="daylake-airflow-"),
    "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(DAGS / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW_CONN_AWS_DEFAULT": json.dumps({"conn_type": "aws"}),
    "AIRFLOW_VAR_DAYLAKE": json.dumps(VARIABLE),
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}
sys.path.append(str(DAGS))


def pytest_sessionfinish():
    shutil.rmtree(os.environ["AIRFLOW_HOME"], ignore_errors=True)


@pytest.fixture(scope="session")
def bag():
    from airflow.dag_processing.dagbag import BundleDagBag

    return BundleDagBag(DAGS, bundle_path=DAGS, bundle_name="dags-folder")


@pytest.fixture(scope="session")
def dag(bag):
    return bag.dags["chicago_crimes"]


@pytest.fixture(scope="session")
def load_dag(bag):
    return bag.dags["chicago_crimes_load"]


@pytest.fixture(scope="session")
def aws(tmp_path_factory):
    """The local AWS on a free port; every client of this process and its children then finds it by AWS_ENDPOINT_URL."""
    state = tmp_path_factory.mktemp("aws")
    command = [TOOLS / "venv/local/bin/python", "-m", "localstack_lakehouse", "--port", "0", "--state", state]
    with open(state / "log", "wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | {"SPARK_HOME": str(TOOLS / "spark")}
        )
    try:
        os.environ["AWS_ENDPOINT_URL"] = endpoint = when_ready(state, process)
        yield endpoint
    finally:
        process.terminate()
        process.wait(timeout=30)
        os.environ.pop("AWS_ENDPOINT_URL", None)


def when_ready(state: Path, process: subprocess.Popen) -> str:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            endpoint = (state / "endpoint").read_text().strip()
            urllib.request.urlopen(f"{endpoint}/_localstack/health", timeout=2)
            return endpoint
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"Cannot start the local AWS; its log ends:\n{(state / 'log').read_text()[-2000:]}")


@pytest.fixture
def settings_secret(aws):
    """The Variable as a secret, and the Airflow settings by which it is read from there, as on MWAA."""
    import boto3

    manager, name = boto3.client("secretsmanager"), "airflow/variables/daylake"
    manager.create_secret(Name=name, SecretString=json.dumps(VARIABLE))
    kwargs = {"variables_prefix": "airflow/variables", "connections_prefix": None, "config_prefix": None}
    backend = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
    environment = {key: value for key, value in os.environ.items() if key != "AIRFLOW_VAR_DAYLAKE"}
    yield environment | {
        "AIRFLOW__SECRETS__BACKEND": backend,
        "AIRFLOW__SECRETS__BACKEND_KWARGS": json.dumps(kwargs),
    }
    manager.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


@pytest.fixture(scope="session")
def node_role(aws):
    """The instance profile of clusters, without which EMR starts none."""
    import boto3

    iam, name = boto3.client("iam"), VARIABLE["emr"]["job_flow_role"]
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy)
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)


@pytest.fixture(scope="session")
def buckets(aws):
    import boto3

    s3 = boto3.client("s3")
    for name in ("daylake-lake", "daylake-artifacts", "daylake-logs", "daylake-athena-results"):
        s3.create_bucket(Bucket=name)
    return s3
