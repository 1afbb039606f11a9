"""Lambda functions that really run, each invocation as a process."""

import contextlib
import threading
import time

import boto3
import pytest
from botocore.exceptions import BotoCoreError

from tests.functions import Functions, log_of, zipped
from tests.process import LocalAws, eventually, processes_with


@pytest.fixture(scope="module")
def functions(client) -> Functions:
    return Functions(client)


def test_a_function_runs_with_its_event_its_environment_and_its_context(functions):
    source = """
import os
def handler(event, context):
    left = context.get_remaining_time_in_millis()
    return {"doubled": event["number"] * 2, "setting": os.environ["SETTING"], "region": os.environ["AWS_REGION"],
            "name": context.function_name, "arn": context.invoked_function_arn, "soon": 0 < left <= 5000,
            "id": len(context.aws_request_id), "near": open("beside.txt").read()}
"""
    environment = {"Variables": {"SETTING": "given"}}
    arn = functions.create("greet", source, {"beside.txt": "read"}, Timeout=5, Environment=environment)
    invoked = functions.invoke("greet", {"number": 21})
    assert invoked.error is None, invoked
    assert invoked.result == {
        "doubled": 42,
        "setting": "given",
        "region": "us-east-1",
        "name": "greet",
        "arn": arn,
        "soon": True,
        "id": 36,
        "near": "read",
    }


def test_it_has_boto3_and_the_credentials_of_its_role(functions):
    source = """
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
"""
    functions.create("who", source)
    invoked = functions.invoke("who")
    assert invoked.result == "arn:aws:sts::000000000000:assumed-role/role-of-who/who", invoked


def test_packages_of_the_zip_come_first_and_those_of_localstack_are_not_there(functions):
    source = """
import importlib.util, jmespath
def handler(event, context):
    return [jmespath.__version__, importlib.util.find_spec("pymysql") is None]
"""
    functions.create("packages", source, {"jmespath/__init__.py": "__version__ = 'of the zip'"})
    assert functions.invoke("packages").result == ["of the zip", True]


def test_an_error_is_told_as_on_aws_and_counted(functions, client):
    functions.create("fails", "def handler(event, context):\n    raise ValueError('no such day')\n")
    invoked = functions.invoke("fails")
    assert invoked.error == "Unhandled"
    assert (invoked.result["errorType"], invoked.result["errorMessage"]) == ("ValueError", "no such day")
    assert "raise ValueError('no such day')" in invoked.result["stackTrace"][-1]
    assert "[ERROR] ValueError: no such day" in invoked.log
    eventually(lambda: metric(client, "fails", "Errors") == 1, 10, lambda: metric(client, "fails", "Errors"))
    assert metric(client, "fails", "Invocations") == 1


@pytest.mark.parametrize(
    ("name", "source", "kind", "message"),
    [
        ("absent", "", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'handler'"),
        ("imports", "import nothing", "Runtime.ImportModuleError", "No module named 'nothing'"),
        ("exits", "import sys\ndef handler(e, c):\n    sys.exit(3)", "Runtime.ExitError", "exit status 3"),
        ("answers", "def handler(e, c):\n    return {1, 2}", "Runtime.MarshalError", "set is not JSON serializable"),
    ],
)
def test_what_cannot_run_or_answer_is_told_in_aws_words(functions, name, source, kind, message):
    functions.create(name, source)
    invoked = functions.invoke(name)
    assert invoked.error == "Unhandled"
    assert invoked.result["errorType"] == kind
    assert message in invoked.result["errorMessage"]


def test_its_time_is_limited_and_nothing_it_started_goes_on(functions):
    source = """
import subprocess, time
def handler(event, context):
    subprocess.Popen(["sleep", "1004"])
    time.sleep(60)
"""
    functions.create("slow", source, Timeout=1)
    began = time.monotonic()
    invoked = functions.invoke("slow")
    assert time.monotonic() - began < 5
    assert invoked.error == "Unhandled"
    assert "Task timed out after 1.00 seconds" in invoked.result["errorMessage"]
    assert not [line for line in processes_with("AWS_Lambda_python3.12") if "sleep 1004" in line]


def test_what_it_prints_and_logs_reaches_cloudwatch_logs(functions, client):
    source = """
import logging
def handler(event, context):
    print("printed")
    logging.getLogger().warning("logged")
"""
    functions.create("speaks", source)
    tail = functions.invoke("speaks").log
    kept = log_of(client("logs"), "/aws/lambda/speaks")
    for log in (tail, kept):
        assert "START RequestId: " in log and "END RequestId: " in log and "REPORT RequestId: " in log
        assert "printed\n" in log and "[WARNING]\t" in log and "\tlogged\n" in log


def test_new_code_and_settings_are_what_runs_next(functions):
    functions.create("changes", "def handler(event, context):\n    return 'old'\n")
    assert functions.invoke("changes").result == "old"
    source = "import os\ndef handler(event, context):\n    return os.environ['WORD']\n"
    functions.client.update_function_code(FunctionName="changes", ZipFile=zipped({"handler.py": source}))
    functions.client.get_waiter("function_updated").wait(FunctionName="changes", WaiterConfig={"Delay": 1})
    settings = {"Variables": {"WORD": "new"}}
    functions.client.update_function_configuration(FunctionName="changes", Environment=settings)
    functions.client.get_waiter("function_updated").wait(FunctionName="changes", WaiterConfig={"Delay": 1})
    assert functions.invoke("changes").result == "new"


def test_other_languages_are_refused_in_a_sentence(functions):
    functions.create("script", "", Runtime="nodejs22.x")
    state = functions.state("script")
    assert state["State"] == "Failed"
    assert "Cannot run nodejs22.x: only Python functions run as processes here" in state["StateReason"]


def test_a_sigkill_of_localstack_leaves_no_function_running(tmp_path):
    source = "import time\ndef handler(event, context):\n    time.sleep(100)\n"
    aws = LocalAws(tmp_path)
    with aws:
        functions = Functions(lambda service: boto3.client(service, **aws.client_settings))
        functions.create("sleeps", source, Timeout=100)
        threading.Thread(target=call_in_vain, args=(functions, "sleeps"), daemon=True).start()
        eventually(lambda: running(tmp_path), 15, "the function did not start")
        aws.kill()
        eventually(lambda: not processes_with(str(tmp_path)), 5, lambda: processes_with(str(tmp_path)))


def running(folder) -> list[str]:
    return [line for line in processes_with(str(folder)) if "functions/runtime.py" in line]


def call_in_vain(functions: Functions, name: str) -> None:
    """The connection breaks when LocalStack is killed."""
    with contextlib.suppress(BotoCoreError):
        functions.invoke(name)


def metric(client, function: str, name: str) -> float:
    answer = client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=name,
        Dimensions=[{"Name": "FunctionName", "Value": function}],
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=3600,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in answer["Datapoints"])
