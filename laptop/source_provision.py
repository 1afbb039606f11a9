"""The source database's instance, its users and their secrets: the rotation function makes them, as on AWS."""

import json
import time

from deploy.problem import Problem

from .aws import client, unless_there
from .names import NAMES
from .source_database import drop_user
from .stack import ACCOUNT, TOOLS, Stack

MASTER = "daylake_master"
CA_KEY = "certs/mysql-ca.pem"
USERS = {NAMES.reader_secret: "daylake_reader", NAMES.loader_secret: "daylake_loader"}
ROTATED_WITHIN_SECONDS = 60


def provision_source(stack: Stack) -> None:
    """The database instance, the function that rotates, and a secret for each user, where there is none yet."""
    instance = database_instance(stack)
    function = rotation_function(stack)
    for secret, user in USERS.items():
        if not has_password(stack, secret):
            fill(stack, secret, user, instance, function)


def database_instance(stack: Stack) -> dict:
    rds = client(stack, "rds")
    if not rds.describe_db_instances()["DBInstances"]:
        # The local AWS forgets its instances when it stops; the database server keeps their users.
        drop_user(stack.mysql_url, MASTER)
        rds.create_db_instance(
            DBInstanceIdentifier=NAMES.rds_instance,
            Engine="mysql",
            DBInstanceClass="db.t4g.medium",
            AllocatedStorage=20,
            DBName=NAMES.source_schema,
            MasterUsername=MASTER,
            ManageMasterUserPassword=True,
        )
    return rds.describe_db_instances(DBInstanceIdentifier=NAMES.rds_instance)["DBInstances"][0]


def rotation_function(stack: Stack) -> str:
    """The function's ARN."""
    functions, code = client(stack, "lambda"), (TOOLS / "dist" / "rotation.zip").read_bytes()
    unless_there(
        functions.create_function,
        FunctionName=NAMES.rotation_function,
        Runtime="python3.12",
        Handler="handler.handler",
        Role=f"arn:aws:iam::{ACCOUNT}:role/{NAMES.rotation_function}",
        Timeout=60,
        Code={"ZipFile": code},
    )
    unless_there(
        functions.add_permission,
        FunctionName=NAMES.rotation_function,
        StatementId="rotation",
        Action="lambda:InvokeFunction",
        Principal="secretsmanager.amazonaws.com",
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=NAMES.rotation_function, WaiterConfig={"Delay": 1})
    return functions.get_function(FunctionName=NAMES.rotation_function)["Configuration"]["FunctionArn"]


def fill(stack: Stack, secret: str, user: str, instance: dict, function: str) -> None:
    """Stores all but the password and rotates: that makes the user with its grants, and the first password."""
    manager = client(stack, "secretsmanager")
    value = {
        "engine": "mysql",
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "dbname": NAMES.source_schema,
        "username": user,
        "masterarn": instance["MasterUserSecret"]["SecretArn"],
    }
    if not stack.mysql_url_given:
        client(stack, "s3").put_object(Bucket=NAMES.artifacts_bucket, Key=CA_KEY, Body=stack.mysql_ca.read_bytes())
        value["ssl_ca"] = f"s3://{NAMES.artifacts_bucket}/{CA_KEY}"
    unless_there(manager.create_secret, Name=secret)
    manager.put_secret_value(SecretId=secret, SecretString=json.dumps(value))
    manager.rotate_secret(SecretId=secret, RotationLambdaARN=function, RotationRules={"AutomaticallyAfterDays": 30})
    until = time.monotonic() + ROTATED_WITHIN_SECONDS
    while not has_password(stack, secret):
        if time.monotonic() > until:
            raise Problem(
                f"Cannot create the users of {NAMES.rds_instance}: {NAMES.rotation_function} gave secret {secret} "
                f"no password in {ROTATED_WITHIN_SECONDS} s; read its log /aws/lambda/{NAMES.rotation_function}"
            )
        time.sleep(0.2)


def has_password(stack: Stack, secret: str) -> bool:
    manager = client(stack, "secretsmanager")
    try:
        return "password" in json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])
    except manager.exceptions.ResourceNotFoundException:
        return False
