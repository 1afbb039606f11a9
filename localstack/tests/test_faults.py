"""POST /_lakehouse/faults: any operation of any service fails, is lost, comes late, or comes twice."""

import json
import subprocess
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from tests.process import LocalAws, eventually

ONE_TRY = Config(retries={"total_max_attempts": 1})


class Faults:
    """What a test says over HTTP, without any SDK."""

    def __init__(self, aws: LocalAws):
        self.url = f"{aws.endpoint}/_lakehouse/faults"

    def ask(self, method: str, rule: str = "", body: object = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + rule, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def post(self, fault: str, **rule) -> str:
        return self.ask("POST", body={"fault": fault, **rule})["id"]

    def fired(self, rule: str) -> list[str]:
        found = next(each for each in self.ask("GET") if each["id"] == rule)
        return [each["operation"] for each in found["fired"]]


@pytest.fixture
def faults(local_aws):
    faults = Faults(local_aws)
    yield faults
    faults.ask("DELETE")


@pytest.fixture(scope="module")
def once(local_aws):
    """A client that tries a call once, so that a test sees each answer."""
    return lambda service, **more: boto3.client(
        service, config=ONE_TRY.merge(Config(**more)), **local_aws.client_settings
    )


@pytest.fixture(scope="module")
def database(client) -> str:
    client("glue").create_database(DatabaseInput={"Name": "faulty"})
    return "faulty"


def error_of(call, **arguments) -> tuple[int, str]:
    with pytest.raises(ClientError) as failed:
        call(**arguments)
    answer = failed.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


def tables(client, database: str) -> set[str]:
    return {each["Name"] for each in client("glue").get_tables(DatabaseName=database)["TableList"]}


@pytest.mark.parametrize(
    ("service", "call", "arguments"),
    [
        ("s3", "get_object", {"Bucket": "lakehouse-tests", "Key": "object"}),
        ("glue", "get_databases", {}),
        ("secretsmanager", "list_secrets", {}),
        ("emr", "list_clusters", {}),
        ("rds", "describe_db_instances", {}),
        ("sts", "get_caller_identity", {}),
    ],
)
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (500, "InternalError"),
        (503, "SlowDown"),
        (400, "ThrottlingException"),
        (403, "AccessDenied"),
        (400, "ExpiredToken"),
    ],
)
def test_an_error_in_the_services_own_protocol(faults, once, client, bucket, service, call, arguments, status, code):
    client("s3").put_object(Bucket=bucket, Key="object", Body=b"whole")
    rule = faults.post("error-before", service=service, status=status, code=code)
    assert error_of(getattr(once(service), call), **arguments) == (status, code)
    assert len(faults.fired(rule)) == 1
    getattr(once(service), call)(**arguments)  # `times` was 1


def test_an_error_before_leaves_nothing_and_an_error_after_hides_what_was_done(faults, once, client, database):
    create = once("glue").create_table
    faults.post("error-before", service="glue", operation="CreateTable")
    faults.post("error-after", service="glue", operation="CreateTable")
    assert error_of(create, DatabaseName=database, TableInput={"Name": "before"}) == (500, "InternalError")
    assert error_of(create, DatabaseName=database, TableInput={"Name": "after"}) == (500, "InternalError")
    assert tables(client, database) & {"before", "after"} == {"after"}


def test_a_duplicate_is_done_twice_and_its_second_answer_comes(faults, once, database, client, bucket):
    faults.post("duplicate", service="glue", operation="CreateTable")
    failed = error_of(once("glue").create_table, DatabaseName=database, TableInput={"Name": "twice"})
    assert failed == (400, "AlreadyExistsException")
    assert "twice" in tables(client, database)
    client("s3").create_bucket(Bucket="versions")
    client("s3").put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    faults.post("duplicate", service="s3", operation="PutObject")
    once("s3").put_object(Bucket="versions", Key="twice", Body=b"all of it")
    versions = client("s3").list_object_versions(Bucket="versions")["Versions"]
    assert [each["Size"] for each in versions] == [9, 9]


def test_a_delay_outlasts_the_client_and_the_call_is_done_all_the_same(faults, once, client, database):
    faults.post("delay", service="glue", operation="CreateTable", seconds=2)
    with pytest.raises(ReadTimeoutError):
        once("glue", read_timeout=1).create_table(DatabaseName=database, TableInput={"Name": "late"})
    assert "late" not in tables(client, database)
    eventually(lambda: "late" in tables(client, database), 5, "the delayed call")


def test_a_cut_connection_before_and_after(faults, once, client, bucket):
    put = once("s3").put_object
    for fault in ("cut", "cut-after"):
        rule = faults.post(fault, service="s3", operation="PutObject")
        begin = time.monotonic()
        with pytest.raises(ConnectionClosedError):
            put(Bucket=bucket, Key=f"faults/{fault}", Body=b"whole")
        assert time.monotonic() - begin < 5, "the client was told at once"
        assert faults.fired(rule) == ["PutObject"]
    kept = client("s3").list_objects_v2(Bucket=bucket, Prefix="faults/")["Contents"]
    assert [each["Key"] for each in kept] == ["faults/cut-after"]


def test_a_truncated_body_ends_before_its_length(faults, once, client, bucket):
    client("s3").put_object(Bucket=bucket, Key="long", Body=b"0123456789" * 100_000)
    rule = faults.post("truncate", service="s3", operation="GetObject", about="long")
    answer = once("s3").get_object(Bucket=bucket, Key="long")
    assert answer["ContentLength"] == 1_000_000
    with pytest.raises((IncompleteReadError, ResponseStreamingError)):
        answer["Body"].read()
    assert faults.fired(rule) == ["GetObject"]
    assert len(once("s3").get_object(Bucket=bucket, Key="long")["Body"].read()) == 1_000_000


def test_what_a_call_is_about_how_often_and_by_whom(faults, local_aws, once, client, bucket, database):
    rule = faults.post("error-before", about="faults/%7Bodd%7D", skip=1, times=2)
    by_name = faults.post("error-before", about="faults/{odd} name", times=0, key="somebody-else")
    by_body = faults.post("error-before", about="needle", times=0)
    put = once("s3").put_object
    put(Bucket=bucket, Key="faults/{odd} name", Body=b"hay")  # skipped
    for _ in range(2):
        assert error_of(put, Bucket=bucket, Key="faults/{odd} name", Body=b"hay") == (500, "InternalError")
    put(Bucket=bucket, Key="faults/{odd} name", Body=b"hay")
    assert faults.fired(rule) == ["PutObject", "PutObject"]
    assert error_of(put, Bucket=bucket, Key="body", Body=b"a needle in hay") == (500, "InternalError")
    asked = {"DatabaseName": database, "TableInput": {"Name": "t", "Description": "needle"}}
    assert error_of(once("glue").create_table, **asked) == (500, "InternalError")
    assert error_of(once("rds").describe_db_instances, DBInstanceIdentifier="needle") == (500, "InternalError")
    assert len(faults.fired(by_body)) == 3
    assert faults.fired(by_name) == []
    other = boto3.client("s3", config=ONE_TRY, **local_aws.client_settings | {"aws_access_key_id": "somebody-else"})
    assert error_of(other.put_object, Bucket=bucket, Key="faults/{odd} name", Body=b"hay") == (500, "InternalError")


@pytest.mark.parametrize(("fault", "done"), [("kill", False), ("kill-after", True)])
def test_a_process_is_killed_as_its_call_arrives(faults, once, client, bucket, fault, done):
    with subprocess.Popen(["sleep", "60"]) as process:
        rule = faults.post(fault, service="s3", operation="PutObject", pid=process.pid)
        try:
            once("s3").put_object(Bucket=bucket, Key=f"killed/{fault}", Body=b"")
            answered = True
        except ConnectionClosedError:
            answered = False
        assert process.wait(5) == -9
    assert answered == done
    assert faults.fired(rule) == ["PutObject"]
    assert client("s3").list_objects_v2(Bucket=bucket, Prefix=f"killed/{fault}")["KeyCount"] == done or not done


def test_rules_are_listed_deleted_and_checked(faults, once):
    rule, other = faults.post("cut", times=0), faults.post("cut", service="s3")
    assert [each["id"] for each in faults.ask("GET")] == [rule, other]
    faults.ask("DELETE", f"/{rule}")
    assert [each["id"] for each in faults.ask("GET")] == [other]
    faults.ask("DELETE")
    once("s3").list_buckets()
    for wrong, why in (
        ({"fault": "explode"}, "`fault` is none of error-before"),
        ({"fault": "cut", "servise": "s3"}, "unknown keys servise"),
        ({"fault": "kill"}, "`pid` is missing"),
        ([], "it is not a JSON object"),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            faults.ask("POST", body=wrong)
        assert refused.value.code == 400
        assert why in json.load(refused.value)["message"]
