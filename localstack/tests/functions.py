"""Lambda as its users call it: a zip of source files, a role, an invocation and its log."""

import base64
import io
import json
import time
import zipfile
from dataclasses import dataclass

from tests.process import eventually

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@dataclass(frozen=True)
class Invoked:
    result: object
    error: str | None
    log: str


class Functions:
    def __init__(self, client):
        self.client = client("lambda")
        self._iam = client("iam")

    def role(self, name: str, *statements: dict, trust: dict = TRUST) -> str:
        arn = self._iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
        self._iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy(*(statements or [ANYTHING])))
        return arn

    def create(self, name: str, source: str, files: dict[str, str] | None = None, **more) -> str:
        request = {
            "FunctionName": name,
            "Runtime": "python3.12",
            "Handler": "handler.handler",
            "Role": more.pop("Role", None) or self.role(f"role-of-{name}"),
            "Code": {"ZipFile": zipped({"handler.py": source} | (files or {}))},
        }
        arn = self.client.create_function(**(request | more))["FunctionArn"]
        eventually(lambda: self.state(name)["State"] != "Pending", 20, lambda: self.state(name))
        return arn

    def state(self, name: str) -> dict:
        return self.client.get_function_configuration(FunctionName=name)

    def invoke(self, name: str, event: object = None) -> Invoked:
        answer = self.client.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
        log = base64.b64decode(answer["LogResult"]).decode()
        return Invoked(json.loads(answer["Payload"].read()), answer.get("FunctionError"), log)


def log_of(logs, group: str, seconds: float = 10) -> str:
    """All that was written to a log group, once there is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            events = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            events = []
        if events:
            return "".join(event["message"] for event in events)
        time.sleep(0.1)
    raise AssertionError(f"nothing in {group} within {seconds} s")
