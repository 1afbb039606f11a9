"""The rotation as Secrets Manager does it: RotateSecret calls the deployed function, in a process of its own."""

import json

import pytest
from tests.process import eventually

from rotating import Secret, deploy


@pytest.fixture(scope="module")
def function(client, zips) -> str:
    return deploy(client, "daylake-rotation", (zips / "rotation.zip").read_bytes())


def rotated(secret: Secret, function: str) -> None:
    token = secret.begin(function)
    eventually(lambda: "AWSCURRENT" in secret.stages()[token], 60, lambda: str(secret.stages()))


def test_rotate_secret_makes_the_user_and_then_its_clone(source, function):
    secret = source.user("lambda_made")

    for user in ("lambda_made", "lambda_made_clone"):
        rotated(secret, function)
        assert secret.value()["username"] == user
        with secret.connect():
            pass
    with secret.connect("AWSPREVIOUS"):
        pass


def test_a_rotation_that_fails_leaves_the_secret_as_it_was(client, source, function):
    secret = source.user("lambda_failing")
    rotated(secret, function)
    before = secret.value()
    secret.change(masterarn=source.secret({"username": "administrator", "password": "wrong"}))

    token = secret.begin(function)

    sentence = "it refuses user 'administrator' with the password of secret"
    eventually(lambda: sentence in log_of(client, "daylake-rotation"), 60, lambda: log_of(client, "daylake-rotation"))
    assert secret.stages()[token] == ["AWSPENDING"]
    assert secret.value()["password"] == before["password"]
    with secret.connect():
        pass


def test_the_check_answers_through_lambda(client, source, function):
    secret = source.user("lambda_checked")
    rotated(secret, function)

    answer = client("lambda").invoke(FunctionName=function, Payload=json.dumps({"check": secret.arn}).encode())

    said = json.loads(answer["Payload"].read())
    assert said["connected"] is True
    assert said["user"] == "lambda_checked"


def test_no_password_is_in_the_functions_log(client, source, function):
    secret = source.user("lambda_silent")
    rotated(secret, function)
    rotated(secret, function)

    log = log_of(client, "daylake-rotation")
    assert "setSecret" in log
    for stage in ("AWSCURRENT", "AWSPREVIOUS"):
        assert secret.value(stage)["password"] not in log


def log_of(client, function: str) -> str:
    logs = client("logs")
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{function}")
    return "\n".join(event["message"] for page in pages for event in page["events"])
