"""What terraform/ makes, used as a user would: planned again, deployed to, checked, filled, run, rotated.

The tests build on each other in this order. All of it with IAM enforced, each part with its own role.
"""

import csv
import json
import re
import subprocess
import sys
from collections import Counter

import boto3
import chain
import pytest
from botocore.exceptions import ClientError
from tests.process import eventually
from working_copy import PROJECT

from laptop.aws import client
from laptop.names import NAMES
from laptop.stack import ACCOUNT

DAY = "2016-01-04"


def deploy(environment, command: str, exits: int = 0) -> str:
    """`make deploy` or `make deploy-check` on this environment; what it printed, words separated by single blanks."""
    arguments = [sys.executable, "-m", "deploy", command, "--terraform", str(environment.folder)]
    ended = subprocess.run(arguments, cwd=PROJECT, env=environment.environment, capture_output=True, text=True)
    assert ended.returncode == exits, f"{ended.stdout}\n{ended.stderr}"
    return " ".join(re.sub("[│┃]", " ", ended.stdout + ended.stderr).split())


def without_arrest(rows) -> dict[str, int]:
    with rows.open(newline="") as lines:
        return dict(Counter(row["Primary Type"] for row in csv.DictReader(lines) if row["Arrest"] == "false"))


def test_a_second_plan_is_empty(environment):
    said = environment("plan", "-detailed-exitcode", "-no-color", exits=(0, 2))
    assert "No changes." in said, said


def test_no_password_is_in_terraforms_state(environment, stack):
    state = (environment.folder / "terraform.tfstate").read_text()
    manager = client(stack, "secretsmanager")
    for secret in (NAMES.reader_secret, NAMES.loader_secret):
        eventually(lambda secret=secret: "password" in value_of(stack, secret), 60, "the first rotation has not ended")
        value = value_of(stack, secret)
        assert value["password"] not in state and value["ssl_ca"].startswith("s3://")
        master = json.loads(manager.get_secret_value(SecretId=value["masterarn"])["SecretString"])
        assert master["password"] not in state


def test_before_it_is_deployed_the_check_says_so(environment):
    said = deploy(environment, "check", exits=2)
    assert "✗ settings and release" in said, said
    assert "✗ alarms nobody has confirmed a subscription" in said, said
    assert said.count("✗") == 3, said


def test_deployed_and_subscribed_everything_is_right(environment, inbox):
    said = deploy(environment, "deploy")
    assert "release s3://daylake-artifacts/releases/" in said, said
    said = deploy(environment, "check")
    assert "✗" not in said and said.count("✓") >= 14, said


def test_deploying_again_changes_nothing(environment):
    assert "0 changed, 0 removed" in deploy(environment, "deploy")


def test_rows_are_loaded_by_a_step_on_emr(environment, stack, rows):
    bucket, key = NAMES.artifacts_bucket, f"rows/{rows.name}"
    client(stack, "s3").upload_file(str(rows), bucket, key)
    ended = chain.run_load(stack, f"s3://{bucket}/{key}")
    assert ended.state == "success", ended.said()


def test_the_daily_run_works_with_the_roles_own_rights(environment, stack, rows):
    ended = chain.run_chain(stack, DAY)
    assert ended.state == "success", ended.said()
    assert chain.curated_counts(stack, DAY) == without_arrest(rows)
    chain.wait_for_no_cluster(stack)


def test_iam_is_enforced(environment, stack):
    """Else the run above would prove nothing: each role is refused what it is not for."""
    refused = {
        NAMES.airflow_role: lambda aws: aws("s3").put_object(Bucket=NAMES.lake_bucket, Key="stray", Body=b""),
        NAMES.emr_node_profile: lambda aws: aws("secretsmanager").get_secret_value(SecretId=NAMES.settings_secret),
        NAMES.watch_function: lambda aws: aws("s3").get_object(Bucket=NAMES.lake_bucket, Key="crime_data/x"),
        NAMES.rotation_function: lambda aws: aws("glue").get_database(Name=NAMES.glue_database),
    }
    for role, call in refused.items():
        with pytest.raises(ClientError, match=r"AccessDenied|not authorized"):
            call(as_role(stack, role))


def as_role(stack, role: str):
    """A maker of clients with a role's rights. Of the roles only Airflow's may be assumed by a person: for the others
    IAM's simulator is not enough, so their trust is opened for this test and closed again."""
    iam, sts = client(stack, "iam"), client(stack, "sts")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    before = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    anybody = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(
        RoleName=role, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
    )
    try:
        keys = sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    finally:
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(before))
    return lambda service: boto3.client(
        service,
        endpoint_url=stack.aws_url,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def test_a_rotation_between_ingests_start_and_its_first_connection_does_no_harm(environment, stack, rows):
    """Rotated while the step starts; the users take turns, so whichever of them it read still works."""
    users = [user_of(stack)]

    def rotate_as_it_starts(api, run):
        chain.wait_for_cluster_step(stack)
        rotate(stack)
        users.append(user_of(stack))

    ended = chain.run_chain(stack, DAY, meanwhile=rotate_as_it_starts)
    assert ended.state == "success", ended.said()
    assert len(set(users)) == 2, f"it has rotated: {users}"
    rotate(stack)
    assert user_of(stack) == users[0], "the users take turns"
    ended = chain.run_chain(stack, DAY)
    assert ended.state == "success", ended.said()
    assert chain.curated_counts(stack, DAY) == without_arrest(rows)


def rotate(stack) -> None:
    before = user_of(stack)
    client(stack, "secretsmanager").rotate_secret(SecretId=NAMES.reader_secret)
    eventually(lambda: user_of(stack) != before, 60, "the rotation has not ended")


def user_of(stack) -> str:
    return value_of(stack, NAMES.reader_secret)["username"]


def value_of(stack, secret: str) -> dict:
    return json.loads(client(stack, "secretsmanager").get_secret_value(SecretId=secret)["SecretString"])
