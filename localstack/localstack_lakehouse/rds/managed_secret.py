"""The master user's password where RDS keeps it in Secrets Manager: moto's secret, with a password that is real."""

import json
import secrets
import uuid
from functools import cached_property

# LocalStack corrects moto's secrets when its own provider is loaded, which may be later than the first instance.
import localstack.services.secretsmanager.provider  # noqa: F401
from localstack.aws.connect import connect_to
from moto.rds import models

SERVICE = "rds"


class ManagedSecret(models.MasterUserSecret):
    """Used by moto in place of its own, whose password is the same everywhere."""

    @cached_property
    def kms_key_id(self) -> str:
        """The key is LocalStack's; moto would look among its own, where there is none."""
        secret = self.secret
        kms = connect_to(aws_access_key_id=secret.account_id, region_name=secret.region).kms
        return kms.describe_key(KeyId=secret.kms_key_id)["KeyMetadata"]["Arn"]

    @property
    def password(self) -> str:
        current = self.secret.versions[self.secret.default_version_id]
        return json.loads(current["secret_string"])["password"]

    def rotate_secret(self) -> None:
        """A new version with a new password, which whoever asked for it then sets in the server."""
        self.secretsmanager.put_secret_value(
            self.secret.arn, self._generate_secret_string(), None, str(uuid.uuid4()), ["AWSCURRENT"]
        )

    def _generate_secret_string(self) -> str:
        return json.dumps({"username": self.resource.master_username, "password": secrets.token_urlsafe(24)})


def install() -> None:
    models.MasterUserSecret = ManagedSecret
