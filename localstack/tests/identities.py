"""Clients that act as a role or a user of an enforcing LocalStack."""

import itertools

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.functions import policy

ACCOUNT = "arn:aws:iam::000000000000:root"
NUMBERS = itertools.count()


def allow(*actions: str, on: str | list[str] = "*", **more) -> dict:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on} | more


def deny(*actions: str, on: str | list[str] = "*", **more) -> dict:
    return allow(*actions, on=on, **more) | {"Effect": "Deny"}


def trusts(principal: dict, **more) -> dict:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"} | more


class Identities:
    def __init__(self, settings: dict[str, str]):
        self._settings = settings
        self.iam = self.root("iam")

    def root(self, service: str):
        return boto3.client(service, **self._settings)

    def role(self, *statements: dict, trust: dict | None = None, name: str = "", **more) -> str:
        """A role's ARN; without a trust the account's own identities may assume it."""
        name = name or f"role-{next(NUMBERS)}"
        document = policy(trust or trusts({"AWS": ACCOUNT}))
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, **more)["Role"]["Arn"]
        if statements:
            self.iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy(*statements))
        return arn

    def session(self, *statements: dict, **more) -> "Session":
        arn = self.role(*statements, **{key: more.pop(key) for key in list(more) if key in ("name", "Tags")})
        return self.assume(arn, **more)

    def assume(self, role: str, **more) -> "Session":
        return assume(self.root("sts"), self._settings, role, **more)

    def user(self, *statements: dict, name: str = "") -> "Session":
        name = name or f"user-{next(NUMBERS)}"
        self.iam.create_user(UserName=name)
        if statements:
            self.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy(*statements))
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        own = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
        return Session(self._settings | own)


class Session:
    def __init__(self, settings: dict[str, str]):
        self.settings = settings

    def __call__(self, service: str):
        return boto3.client(service, **self.settings)

    def assume(self, role: str) -> "Session":
        return assume(self("sts"), self.settings, role)


def assume(sts, settings: dict[str, str], role: str, **more) -> Session:
    given = sts.assume_role(RoleArn=role, RoleSessionName="tests", **more)["Credentials"]
    own = {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
    return Session(settings | own)


def refusal(call, *arguments, **parameters) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call(*arguments, **parameters)
    answer = error.value.response["Error"]
    return answer["Code"], answer["Message"]


def refused_action(call, *arguments, **parameters) -> str:
    """What the caller lacks, as AWS's sentence tells it."""
    code, message = refusal(call, *arguments, **parameters)
    assert code in ("AccessDenied", "AccessDeniedException", "AuthorizationError"), (code, message)
    return message.split(" to perform: ")[1].split(" ")[0]
