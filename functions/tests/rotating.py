"""Secrets of a real database that are rotated step by step, as Secrets Manager does it."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable

import pymysql

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
BUCKET = "rotation-tests"


def deploy(client: Callable, name: str, code: bytes) -> str:
    """A Lambda function that Secrets Manager may call, with a role of its own; its ARN."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=policy)["Role"]["Arn"]
    functions = client("lambda")
    made = functions.create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="handler.handler",
        Code={"ZipFile": code},
        Timeout=60,
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    functions.add_permission(
        FunctionName=name,
        StatementId="rotation",
        Action="lambda:InvokeFunction",
        Principal="secretsmanager.amazonaws.com",
    )
    return made["FunctionArn"]


class Source:
    """A database server with its administrator's secret, and the authorities of its TLS on S3."""

    def __init__(self, client: Callable, server):
        self.server = server
        self.manager = client("secretsmanager")
        self._s3 = client("s3")
        self._s3.create_bucket(Bucket=BUCKET)
        self.ca = self.put("ca.pem", (server.tls / "ca.pem").read_text())
        with server.connect("administrator", "administrators-own") as connection, connection.cursor() as cursor:
            cursor.execute("create database chicago_crimes")
            cursor.execute("create database chicago2crimes")
        self.administrator = self.secret({"username": "administrator", "password": "administrators-own"})
        self.failing = function_that_fails(client)

    def put(self, key: str, text: str) -> str:
        self._s3.put_object(Bucket=BUCKET, Key=key, Body=text)
        return f"s3://{BUCKET}/{key}"

    def secret(self, value: dict, name: str = "administrator") -> str:
        name = f"{uuid.uuid4().hex[:8]}/{name}"
        return self.manager.create_secret(Name=name, SecretString=json.dumps(value))["ARN"]

    def user(self, name: str, of: str = "chicago_crimes/reader", **other) -> "Secret":
        """A secret as Terraform leaves it: all but the password."""
        value = {
            "engine": "mysql",
            "host": "127.0.0.1",
            "port": self.server.port,
            "dbname": "chicago_crimes",
            "username": name,
            "masterarn": self.administrator,
            "ssl_ca": self.ca,
        }
        return Secret(self, self.secret(value | other, of))


class Secret:
    def __init__(self, source: Source, arn: str):
        self._source = source
        self._manager = source.manager
        self.arn = arn

    def begin(self, function: str | None = None) -> str:
        """Has Secrets Manager begin a rotation; the token of the pending version, which has no value yet.

        Without a function that works it stays so, for the caller to go on.
        """
        token = str(uuid.uuid4())
        self._manager.rotate_secret(
            SecretId=self.arn,
            ClientRequestToken=token,
            RotationLambdaARN=function or self._source.failing,
            RotationRules={"AutomaticallyAfterDays": 30},
        )
        return token

    def stages(self) -> dict[str, list[str]]:
        return self._manager.describe_secret(SecretId=self.arn)["VersionIdsToStages"]

    def steps(self, handler: Callable, times: int = 1, steps: tuple[str, ...] = STEPS) -> str:
        """A rotation's steps, each as many times as asked for."""
        token = self.begin()
        for step in steps:
            for _ in range(times):
                handler(self.event(step, token), None)
        return token

    def event(self, step: str, token: str) -> dict:
        return {"SecretId": self.arn, "ClientRequestToken": token, "Step": step}

    def value(self, stage: str = "AWSCURRENT") -> dict:
        return json.loads(self._manager.get_secret_value(SecretId=self.arn, VersionStage=stage)["SecretString"])

    def change(self, **values) -> None:
        self._manager.put_secret_value(SecretId=self.arn, SecretString=json.dumps(self.value() | values))

    def connect(self, stage: str = "AWSCURRENT") -> pymysql.Connection:
        value = self.value(stage)
        return self._source.server.connect(value["username"], value["password"], value["dbname"])


def function_that_fails(client: Callable) -> str:
    """RotateSecret wants a function to call; with this one a rotation stays where it was begun, for us to go on."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as out:
        out.writestr("handler.py", "def handler(event, context):\n    raise Exception\n")
    return deploy(client, "failing", code.getvalue())
