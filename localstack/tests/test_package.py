"""The package as others install it: one command into an empty Python environment, and LocalStack's own way to start."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tests.clusters import Emr, add_instance_profile, step
from tests.functions import Functions
from tests.queries import Athena

PACKAGE = Path(__file__).parents[1]
LOCK = PACKAGE.parent / "laptop" / "requirements.lock"
UNREACHABLE = ("error sending request", "failed to fetch", "dns error", "connection", "timed out")


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """Of an environment that holds the built wheel and what that asks for, in the versions of the lock file."""
    folder, uv = tmp_path_factory.mktemp("stock"), find_uv()
    source = folder / "source"
    ignored = shutil.ignore_patterns("*.egg-info", "__pycache__", "tests", "spark")
    shutil.copytree(PACKAGE, source, ignore=ignored)
    run(uv, "build", "--quiet", "--wheel", "--out-dir", str(folder), str(source))
    (wheel,) = folder.glob("*.whl")
    run(uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    run(uv, "pip", "install", "--quiet", "--python", str(python), "--constraint", str(LOCK), str(wheel))
    return python


@pytest.fixture(scope="module")
def stock(python, tmp_path_factory) -> Iterator[dict[str, str]]:
    """A client's settings for a LocalStack that was started by itself, not by our launcher."""
    folder = tmp_path_factory.mktemp("stock-localstack")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {"LAMBDA_RUNTIME_EXECUTOR": "local", "PROVIDER_OVERRIDE_SECRETSMANAGER": "lakehouse"}
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "FILESYSTEM_ROOT": str(folder),
        "OVERRIDE_IN_DOCKER": "0",  # these tests may run in a container, LocalStack does not
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
    }
    log = folder / "log"
    command = [str(python), "-m", "localstack.runtime.main"]
    process = subprocess.Popen(command, env=own | chosen, stdout=log.open("w"), stderr=subprocess.STDOUT, cwd=folder)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(endpoint, process, log)
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        yield {"endpoint_url": endpoint, "region_name": "us-east-1", **keys}
    finally:
        process.terminate()
        process.wait(30)


def test_a_stock_localstack_answers_queries_and_runs_steps_and_functions(stock):
    client = lambda service: boto3.client(service, **stock)  # noqa: E731
    client("s3").create_bucket(Bucket="stock")
    answer = Athena(client("athena"), "s3://stock/results/").run("select 1 + 1 as two", database=None)
    assert answer.rows == [["2"]]
    add_instance_profile(client("iam"), "node")
    emr = Emr(client("emr"), client("s3"), "stock")
    cluster = emr.run([step("aws", "s3", "ls")], keep=False)
    emr.wait_for(cluster, "TERMINATED", "TERMINATED_WITH_ERRORS")
    assert emr.states(cluster) == ["COMPLETED"], emr.story(cluster)
    functions = Functions(client)
    functions.create("greets", "def handler(event, context):\n    return 'hello'\n")
    assert functions.invoke("greets").result == "hello"


def find_uv() -> str:
    found = PACKAGE.parent / ".daylake" / "venv" / "tools" / "bin" / "uv"
    uv = str(found) if found.exists() else shutil.which("uv")
    return uv or pytest.skip("no uv, which builds and installs the package quickly")


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and any(sign in done.stderr.lower() for sign in UNREACHABLE):
        pytest.skip(f"the package registry cannot be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"


def wait_until_ready(endpoint: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{endpoint}/_localstack/health", timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"LocalStack was not ready:\n{log.read_text()[-4000:]}")
