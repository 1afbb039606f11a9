"""What terraform/ makes, used as a user would: planned again, deployed to, checked, filled, run, rotated, destroyed.

The tests build on each other in this order. All of it with IAM enforced, each part with its own role.
"""

import csv
import json
import re
import subprocess
import sys
import time
from collections import Counter

import boto3
import chain
import pytest
from botocore.exceptions import ClientError
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
        value = json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])
        assert value["password"] and value["ssl_ca"].startswith("s3://")
        assert value["password"] not in state
        master = json.loads(manager.get_secret_value(SecretId=value["masterarn"])["SecretString"])
        assert master["password"] not in state


def test_before_it_is_deployed_the_check_says_so(environment):
    said = deploy(environment, "check", exits=2)
    assert "✗ settings and release" in said, said
    assert "✗ alarms nobody has confirmed a subscription" in said, said
    assert said.count("✗") == 3, said


@pytest.fixture(scope="module")
def inbox(stack, environment) -> str:
    """A queue subscribed to the alerts' topic; its url."""
    sqs, sns = client(stack, "sqs"), client(stack, "sns")
    url = sqs.create_queue(QueueName="on-call")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:{NAMES.alerts_topic}"
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    yield url
    sns.unsubscribe(SubscriptionArn=subscription)
    sqs.delete_queue(QueueUrl=url)


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
        chain.wait_for_running_step(stack, 120)
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
    manager = client(stack, "secretsmanager")
    before = manager.get_secret_value(SecretId=NAMES.reader_secret)["VersionId"]
    manager.rotate_secret(SecretId=NAMES.reader_secret)
    until = time.monotonic() + 60
    while manager.get_secret_value(SecretId=NAMES.reader_secret)["VersionId"] == before:
        assert time.monotonic() < until, "the rotation has not ended within 60 s"
        time.sleep(0.1)


def user_of(stack) -> str:
    manager = client(stack, "secretsmanager")
    return json.loads(manager.get_secret_value(SecretId=NAMES.reader_secret)["SecretString"])["username"]


def test_destroyed_nothing_is_left(environment, stack):
    environment("destroy", "-auto-approve")
    assert left(stack) == {}


def left(stack) -> dict[str, list]:
    """What is there of each kind that terraform/ makes, but for what every account has."""
    ec2, iam = client(stack, "ec2"), client(stack, "iam")
    found = {
        "buckets": client(stack, "s3").list_buckets()["Buckets"],
        "secrets": client(stack, "secretsmanager").list_secrets()["SecretList"],
        "functions": client(stack, "lambda").list_functions()["Functions"],
        "roles": [role for role in iam.list_roles()["Roles"] if not role["Path"].startswith("/aws-service-role/")],
        "profiles": iam.list_instance_profiles()["InstanceProfiles"],
        "topics": client(stack, "sns").list_topics()["Topics"],
        "alarms": client(stack, "cloudwatch").describe_alarms()["MetricAlarms"],
        "rules": client(stack, "events").list_rules()["Rules"],
        "log groups": client(stack, "logs").describe_log_groups()["logGroups"],
        "databases": client(stack, "glue").get_databases()["DatabaseList"],
        "workgroups": [
            group for group in client(stack, "athena").list_work_groups()["WorkGroups"] if group["Name"] != "primary"
        ],
        "instances": client(stack, "rds").describe_db_instances()["DBInstances"],
        "subnet groups": client(stack, "rds").describe_db_subnet_groups()["DBSubnetGroups"],
        "security configurations": client(stack, "emr").list_security_configurations()["SecurityConfigurations"],
        "budgets": client(stack, "budgets").describe_budgets(AccountId=ACCOUNT)["Budgets"],
        "networks": [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "endpoints": [each for each in ec2.describe_vpc_endpoints()["VpcEndpoints"] if each["State"] != "deleted"],
        "aliases": [
            alias for alias in client(stack, "kms").list_aliases()["Aliases"] if alias["AliasName"].endswith("daylake")
        ],
        "clusters": chain.live_clusters(stack),
    }
    return {kind: things for kind, things in found.items() if things}
