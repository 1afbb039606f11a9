"""Rotation of secrets by functions that really run; a function's environment says at which step it fails."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from tests.functions import Functions
from tests.process import eventually

ROTATES = """
import json, os, boto3
def handler(event, context):
    manager = boto3.client("secretsmanager")
    secret, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    print(f"{step} of {secret}")
    if step == os.environ.get("FAILS_AT"):
        raise ValueError("it went wrong")
    if step == "createSecret":
        try:
            manager.get_secret_value(SecretId=secret, VersionId=token, VersionStage="AWSPENDING")
        except manager.exceptions.ResourceNotFoundException:
            value = json.loads(manager.get_secret_value(SecretId=secret)["SecretString"]) | {"password": token}
            stages = ["AWSPENDING"]
            manager.put_secret_value(
                SecretId=secret, ClientRequestToken=token, SecretString=json.dumps(value), VersionStages=stages)
    if step == "finishSecret":
        stages = manager.describe_secret(SecretId=secret)["VersionIdsToStages"]
        current = next(version for version, labels in stages.items() if "AWSCURRENT" in labels)
        manager.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current)
"""


class Secret:
    """A secret without a password and the function that gives it one."""

    def __init__(self, client, functions: Functions, name: str, fails_at: str = "", allowed: bool = True):
        self.manager, self._functions, self._logs, self.name = client("secretsmanager"), functions, client("logs"), name
        self.arn = self.manager.create_secret(Name=name, SecretString='{"username": "reader"}')["ARN"]
        self.function = functions.create(f"rotates-{name}", ROTATES, Environment=fails(fails_at))
        if allowed:
            functions.client.add_permission(
                FunctionName=self.function,
                StatementId="rotation",
                Action="lambda:InvokeFunction",
                Principal="secretsmanager.amazonaws.com",
            )

    def rotate(self, **more) -> dict:
        return self.manager.rotate_secret(SecretId=self.name, **more)

    def enable(self, **more) -> dict:
        rules = {"AutomaticallyAfterDays": 30}
        return self.rotate(RotationLambdaARN=self.function, RotationRules=rules, **more)

    def repair(self) -> None:
        name = self.function
        self._functions.client.update_function_configuration(FunctionName=name, Environment=fails(""))
        self._functions.client.get_waiter("function_updated").wait(FunctionName=name, WaiterConfig={"Delay": 1})

    def value(self, stage: str = "AWSCURRENT") -> dict:
        return json.loads(self.manager.get_secret_value(SecretId=self.name, VersionStage=stage)["SecretString"])

    def described(self) -> dict:
        return self.manager.describe_secret(SecretId=self.name)

    def stages(self, version: str) -> list[str]:
        return self.described().get("VersionIdsToStages", {}).get(version, [])

    def becomes_current(self, version: str) -> None:
        eventually(lambda: "AWSCURRENT" in self.stages(version), 20, self.described)

    def steps(self) -> list[str]:
        group = f"/aws/lambda/rotates-{self.name}"
        try:
            events = self._logs.filter_log_events(logGroupName=group)["events"]
        except self._logs.exceptions.ResourceNotFoundException:
            return []
        return [event["message"].strip() for event in events if " of arn:" in event["message"]]


def fails(step: str) -> dict:
    return {"Variables": {"FAILS_AT": step}}


def refusal(call) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call()
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


@pytest.fixture(scope="module")
def functions(client) -> Functions:
    return Functions(client)


def test_enabling_rotation_rotates_at_once_and_again_when_asked(client, functions):
    secret = Secret(client, functions, "often")
    first = secret.enable()["VersionId"]
    secret.becomes_current(first)
    assert secret.value() == {"username": "reader", "password": first}
    assert secret.value("AWSPREVIOUS") == {"username": "reader"}
    eventually(lambda: len(secret.steps()) == 4, 10, secret.steps)
    in_order = ("createSecret", "setSecret", "testSecret", "finishSecret")
    assert secret.steps() == [f"{step} of {secret.arn}" for step in in_order]
    second = secret.rotate()["VersionId"]
    secret.becomes_current(second)
    assert (secret.value()["password"], secret.value("AWSPREVIOUS")["password"]) == (second, first)
    assert secret.stages(first) == ["AWSPREVIOUS"]


def test_a_rotation_asked_for_while_the_last_one_ends_is_not_lost(client, functions):
    secret = Secret(client, functions, "soon")
    versions = [secret.enable()["VersionId"]]
    for _ in range(3):
        secret.becomes_current(versions[-1])
        versions.append(secret.rotate()["VersionId"])
    secret.becomes_current(versions[-1])
    assert secret.value()["password"] == versions[-1]


def test_describe_secret_tells_of_the_rotation(client, functions):
    secret = Secret(client, functions, "told")
    assert "RotationEnabled" not in secret.described()
    secret.becomes_current(secret.enable()["VersionId"])
    eventually(lambda: "LastRotatedDate" in secret.described(), 5, secret.described)
    told = secret.described()
    assert (told["RotationEnabled"], told["RotationLambdaARN"]) == (True, secret.function)
    assert told["RotationRules"] == {"AutomaticallyAfterDays": 30}
    assert (told["NextRotationDate"] - told["LastRotatedDate"]).days == 30
    secret.manager.cancel_rotate_secret(SecretId=secret.name)
    told = secret.described()
    assert told["RotationEnabled"] is False
    assert not {"LastRotatedDate", "NextRotationDate"} & told.keys()


@pytest.mark.parametrize("step", ["createSecret", "setSecret", "testSecret", "finishSecret"])
def test_a_failing_step_leaves_the_current_value_and_the_rotation_can_be_taken_up_again(client, functions, step):
    secret = Secret(client, functions, f"fails-in-{step}", fails_at=step)
    pending = secret.enable()["VersionId"]
    eventually(lambda: any(line.startswith(step) for line in secret.steps()), 20, secret.described)
    assert secret.value() == {"username": "reader"}
    assert secret.stages(pending) == ["AWSPENDING"]
    assert "LastRotatedDate" not in secret.described()
    secret.repair()
    code, message = refusal(secret.rotate)
    assert code == "InvalidRequestException"
    assert message == "A previous rotation isn't complete. That rotation will be reattempted."
    secret.becomes_current(pending)
    assert secret.value()["password"] == pending


def test_a_failed_rotation_can_be_given_up_for_a_new_one(client, functions):
    secret = Secret(client, functions, "given-up", fails_at="setSecret")
    pending = secret.enable()["VersionId"]
    eventually(lambda: any(line.startswith("setSecret") for line in secret.steps()), 20, secret.described)
    secret.repair()
    secret.manager.update_secret_version_stage(
        SecretId=secret.name, VersionStage="AWSPENDING", RemoveFromVersionId=pending
    )
    fresh = str(uuid.uuid4())
    assert secret.rotate(ClientRequestToken=fresh)["VersionId"] == fresh
    secret.becomes_current(fresh)
    assert secret.value()["password"] == fresh


def test_without_rotating_immediately_only_the_test_step_runs(client, functions):
    secret = Secret(client, functions, "later")
    secret.enable(RotateImmediately=False)
    eventually(secret.steps, 20, secret.described)
    assert secret.steps() == [f"testSecret of {secret.arn}"]
    assert secret.value() == {"username": "reader"}
    eventually(lambda: len(secret.described()["VersionIdsToStages"]) == 1, 5, secret.described)
    told = secret.described()
    assert told["RotationEnabled"] and "LastRotatedDate" not in told and "NextRotationDate" in told


def test_what_cannot_be_rotated(client, functions):
    secret = Secret(client, functions, "refused", allowed=False)
    assert refusal(secret.rotate)[1] == "No Lambda rotation function ARN is associated with this secret."
    code, message = refusal(secret.enable)
    assert (code, "grants access to the principal secretsmanager.amazonaws.com" in message) == (
        "AccessDeniedException",
        True,
    )
    absent = secret.function + "-absent"
    assert refusal(lambda: secret.rotate(RotationLambdaARN=absent))[0] == "ResourceNotFoundException"
    for rules, sentence in (
        ({"AutomaticallyAfterDays": 1001}, "within 1-1000"),
        ({"ScheduleExpression": "cron(0 2 * * ? *)"}, "cron expressions are not supported"),
    ):
        assert sentence in refusal(lambda rules=rules: secret.rotate(RotationRules=rules, RotationLambdaARN=absent))[1]
    assert "RotationEnabled" not in secret.described()
