"""The Lambda function of a secret's rotation: whether Secrets Manager may call it, and a call for one step."""

import json

from botocore.client import BaseClient
from botocore.exceptions import ClientError
from localstack.aws.api import CommonServiceException
from localstack.aws.api.secretsmanager import ResourceNotFoundException
from localstack.aws.connect import connect_to
from moto.secretsmanager.models import FakeSecret

PRINCIPAL = "secretsmanager.amazonaws.com"
INVOKE = ("lambda:InvokeFunction", "lambda:*", "*")
NOT_FOUND = "Lambda does not exist or could not be accessed"
NOT_ALLOWED = (
    "Secrets Manager cannot invoke the specified Lambda function. "
    f"Ensure that the function policy grants access to the principal {PRINCIPAL}."
)


class StepFailed(Exception):
    """The message is the function's own."""


class RotationFunction:
    def __init__(self, arn: str, secret: FakeSecret):
        self._arn = arn
        self._secret = secret

    def check(self) -> None:
        """The function is there and its policy lets Secrets Manager in."""
        functions = self._client()
        try:
            functions.get_function_configuration(FunctionName=self._arn)
        except ClientError as error:
            raise ResourceNotFoundException(NOT_FOUND) from error
        try:
            policy = json.loads(functions.get_policy(FunctionName=self._arn)["Policy"])
        except functions.exceptions.ResourceNotFoundException:
            policy = {"Statement": []}
        if not any(lets_in(statement) for statement in policy["Statement"]):
            raise CommonServiceException("AccessDeniedException", NOT_ALLOWED)

    def call(self, step: str, token: str) -> None:
        event = {"Step": step, "SecretId": self._secret.arn, "ClientRequestToken": token}
        answer = self._client().invoke(FunctionName=self._arn, Payload=json.dumps(event))
        if answer.get("FunctionError"):
            told = json.loads(answer["Payload"].read())
            raise StepFailed(f"{step}: {told.get('errorType')}: {told.get('errorMessage')}")

    def _client(self) -> BaseClient:
        return connect_to(aws_access_key_id=self._secret.account_id, region_name=self._secret.region).lambda_


def lets_in(statement: dict) -> bool:
    principal = statement["Principal"]
    services = principal.get("Service", ()) if isinstance(principal, dict) else principal
    is_for_us = services in ("*", PRINCIPAL) or PRINCIPAL in services
    return statement["Effect"] == "Allow" and is_for_us and statement["Action"] in INVOKE
