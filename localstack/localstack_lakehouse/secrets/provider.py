"""LocalStack's Secrets Manager with RotateSecret, CancelRotateSecret and DescribeSecret as AWS has them."""

from localstack.aws.api import RequestContext, handler
from localstack.aws.api.secretsmanager import InvalidRequestException, ResourceNotFoundException
from localstack.services.secretsmanager.provider import SecretsmanagerProvider
from moto.secretsmanager.models import FakeSecret

from localstack_lakehouse.secrets import rules
from localstack_lakehouse.secrets.rotation import Rotations, pending_version
from localstack_lakehouse.secrets.rotation_function import RotationFunction

DELETED = "You can't perform this operation on the secret because it was marked for deletion."
NO_FUNCTION = "No Lambda rotation function ARN is associated with this secret."
UNFINISHED = "A previous rotation isn't complete. That rotation will be reattempted."


class RotatingSecretsProvider(SecretsmanagerProvider):
    def __init__(self):
        super().__init__()
        self._rotations = Rotations()

    @handler("RotateSecret", expand=False)
    def rotate_secret(self, context: RequestContext, request: dict) -> dict:
        self._raise_if_missing_client_req_token(request)
        secret = self._secret(context, request["SecretId"])
        rules.refuse_managed(secret)
        arn = request.get("RotationLambdaARN") or secret.rotation_lambda_arn
        if not arn:
            raise InvalidRequestException(NO_FUNCTION)
        rules.check(request.get("RotationRules") or {})
        function = RotationFunction(arn, secret)
        function.check()
        rules.keep(secret, arn, request.get("RotationRules"))
        return {"ARN": secret.arn, "Name": secret.name} | self._start(secret, function, request)

    def _start(self, secret: FakeSecret, function: RotationFunction, request: dict) -> dict:
        token, at_once = request["ClientRequestToken"], request.get("RotateImmediately") is not False
        if not at_once:
            self._rotations.begin_test(secret, function, token)
            return {}
        if self._rotations.begin(secret, function, token) != token:
            raise InvalidRequestException(UNFINISHED)
        return {"VersionId": token}

    @handler("CancelRotateSecret", expand=False)
    def cancel_rotate_secret(self, context: RequestContext, request: dict) -> dict:
        secret = self._secret(context, request["SecretId"])
        if not secret.rotation_lambda_arn:
            raise InvalidRequestException(NO_FUNCTION)
        secret.rotation_enabled = False
        pending = pending_version(secret)
        return {"ARN": secret.arn, "Name": secret.name} | ({"VersionId": pending} if pending else {})

    @handler("DescribeSecret", expand=False)
    def describe_secret(self, context: RequestContext, request: dict) -> dict:
        secret = self._secret(context, request["SecretId"], even_if_deleted=True)
        return rules.describe(secret, super().describe_secret(context, request))

    def _secret(self, context: RequestContext, secret_id: str, even_if_deleted: bool = False) -> FakeSecret:
        self._raise_if_invalid_secret_id(secret_id)
        secret = self.get_moto_backend_for_resource(secret_id, context).secrets.get(secret_id)
        if not secret:
            raise ResourceNotFoundException("Secrets Manager can't find the specified secret.")
        if secret.is_deleted() and not even_if_deleted:
            raise InvalidRequestException(DELETED)
        return secret
