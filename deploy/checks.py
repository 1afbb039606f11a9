"""What has to hold in an environment before a run succeeds in it. A check returns what it found or raises a Problem."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from .buckets import bucket_is_closed
from .outputs import Outputs
from .problem import Problem
from .release import MANIFEST
from .rights import RIGHTS, may

ROTATED_WITHIN = timedelta(days=32)
ATHENA_SECONDS = 60


@dataclass(frozen=True)
class Environment:
    """What Terraform made, and `aws(service)`, a boto3 client."""

    outputs: Outputs
    aws: Callable


@dataclass(frozen=True)
class Result:
    check: str
    passed: bool
    found: str


def run_all(environment: Environment) -> Iterator[Result]:
    """Every check, whatever became of those before it."""
    for check, function in all_checks(environment.outputs).items():
        try:
            yield Result(check, True, function(environment))
        except Problem as wrong:
            yield Result(check, False, str(wrong))
        except (ClientError, BotoCoreError) as error:
            yield Result(check, False, f"AWS answers: {error}")


def all_checks(outputs: Outputs) -> dict[str, Callable[[Environment], str]]:
    checks = {
        "settings and release": settings_name_a_whole_release,
        "secret of the reader": lambda env: secret_rotates(env, outputs.reader_secret),
        "secret of the loader": lambda env: secret_rotates(env, outputs.loader_secret),
        "MySQL, as the reader": lambda env: mysql_answers(env, outputs.reader_secret),
        "MySQL, as the loader": lambda env: mysql_answers(env, outputs.loader_secret),
        "Glue database": glue_answers,
        "Athena": athena_answers,
    }
    for bucket in (
        outputs.lake_bucket,
        outputs.artifacts_bucket,
        outputs.logs_bucket,
        outputs.athena_results_bucket,
    ):
        checks[f"bucket {bucket}"] = lambda env, bucket=bucket: bucket_is_closed(env.aws("s3"), bucket)
    for who, rights in RIGHTS.items():
        role = getattr(outputs, who)
        checks[f"role {role}"] = lambda env, role=role, rights=rights: may(env.aws, outputs, role, rights)
    checks["alarms"] = alarms_reach_somebody
    if outputs.airflow_environment:
        checks["Airflow (MWAA)"] = airflow_is_there
    return checks


def settings_name_a_whole_release(env: Environment) -> str:
    secret = env.outputs.settings_secret
    settings = json.loads(env.aws("secretsmanager").get_secret_value(SecretId=secret)["SecretString"])
    differing = [key for key, value in env.outputs.settings.items() if settings.get(key) != value]
    if differing:
        raise Problem(f"{', '.join(differing)} in secret {secret} is not what Terraform made; run make deploy")
    bucket, _, prefix = settings["artifacts"].removeprefix("s3://").partition("/")
    s3 = env.aws("s3")
    manifest = json.loads(s3.get_object(Bucket=bucket, Key=f"{prefix}/{MANIFEST}")["Body"].read())
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    there = {item["Key"].removeprefix(f"{prefix}/") for page in pages for item in page.get("Contents", [])}
    if gone := sorted(set(manifest["files"]) - there):
        raise Problem(
            f"{settings['artifacts']} lacks {', '.join(gone)}; somebody deleted from it: deploy another release"
        )
    return f"{settings['artifacts']}, {len(manifest['files'])} files"


def secret_rotates(env: Environment, secret: str) -> str:
    manager = env.aws("secretsmanager")
    value = json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])
    if missing := [key for key in ("host", "port", "username", "password", "dbname") if not value.get(key)]:
        raise Problem(
            f"it has no {', '.join(missing)}; rotate it: aws secretsmanager rotate-secret --secret-id {secret}"
        )
    described = manager.describe_secret(SecretId=secret)
    if not described.get("RotationEnabled"):
        raise Problem("its rotation is off; run terraform apply")
    rotated = described.get("LastRotatedDate")
    if rotated is None or datetime.now(UTC) - rotated > ROTATED_WITHIN:
        raise Problem(f"it was last rotated {rotated or 'never'}; look at the log of {env.outputs.rotation_function}")
    return f"user {value['username']}, rotated {rotated.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def mysql_answers(env: Environment, secret: str) -> str:
    """Asked through the rotation function: only it and EMR's nodes have a way to the database."""
    question = json.dumps({"check": secret}).encode()
    answer = env.aws("lambda").invoke(FunctionName=env.outputs.rotation_function, Payload=question)
    said = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise Problem(said.get("errorMessage", "the rotation function failed without a word; look at its log"))
    return f"{said['server']}, takes {said['user']}"


def glue_answers(env: Environment) -> str:
    glue, database = env.aws("glue"), env.outputs.glue_database
    glue.get_database(Name=database)
    tables = glue.get_tables(DatabaseName=database)["TableList"]
    return f"{database} has {len(tables)} tables and views"


def athena_answers(env: Environment) -> str:
    athena, workgroup = env.aws("athena"), env.outputs.athena_workgroup
    setting = athena.get_work_group(WorkGroup=workgroup)["WorkGroup"]["Configuration"]
    if not setting.get("EnforceWorkGroupConfiguration"):
        raise Problem(f"workgroup {workgroup} lets queries set their own limits; run terraform apply")
    query = athena.start_query_execution(QueryString="select 1", WorkGroup=workgroup)["QueryExecutionId"]
    until = time.monotonic() + ATHENA_SECONDS
    while time.monotonic() < until:
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
        if status["State"] == "SUCCEEDED":
            return f"workgroup {workgroup} answers"
        if status["State"] in ("FAILED", "CANCELLED"):
            raise Problem(f"'select 1' ended {status['State']}: {status.get('StateChangeReason', 'without a reason')}")
        time.sleep(0.3)
    raise Problem(f"'select 1' has no answer after {ATHENA_SECONDS} s; look at workgroup {workgroup}")


def alarms_reach_somebody(env: Environment) -> str:
    found = env.aws("cloudwatch").describe_alarms(AlarmNames=env.outputs.alarms)["MetricAlarms"]
    there = {alarm["AlarmName"] for alarm in found if alarm["ActionsEnabled"] and alarm["AlarmActions"]}
    if silent := sorted(set(env.outputs.alarms) - there):
        raise Problem(f"{', '.join(silent)} would tell nobody; run terraform apply")
    subscriptions = env.aws("sns").list_subscriptions_by_topic(TopicArn=env.outputs.alerts_topic)["Subscriptions"]
    confirmed = [each for each in subscriptions if each["SubscriptionArn"].startswith("arn:")]
    if not confirmed:
        raise Problem("nobody has confirmed a subscription of the topic; click the link in the e-mail AWS has sent")
    return f"{len(there)} alarms, subscriptions confirmed: {len(confirmed)} of {len(subscriptions)}"


def airflow_is_there(env: Environment) -> str:
    name = env.outputs.airflow_environment
    status = env.aws("mwaa").get_environment(Name=name)["Environment"]["Status"]
    if status != "AVAILABLE":
        raise Problem(f"environment {name} is {status}; look at its page in the AWS console")
    return f"environment {name} is {status}"
