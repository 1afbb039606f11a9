"""Values of secrets: JSON objects in Secrets Manager."""

import json

from botocore.exceptions import ClientError

from problem import Problem


def current(manager, secret_id: str) -> dict:
    """What the secret says at present."""
    value = read(manager, SecretId=secret_id, VersionStage="AWSCURRENT")
    if value is None:
        raise Problem(
            f"Cannot read secret '{secret_id}': it is not there or has no value; correct its name, or fill it"
        )
    return value


def read(manager, **version) -> dict | None:
    """What one version of a secret says, None where it says nothing yet."""
    secret_id = version["SecretId"]
    try:
        text = manager.get_secret_value(**version).get("SecretString", "")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            return None
        raise Problem(
            f"Cannot read secret '{secret_id}': AWS answers {code}; let this function's role read it"
        ) from None
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        # Without the text, and without the parser's message, which would quote it.
        raise Problem(f"Cannot use secret '{secret_id}': it is not a JSON object; correct it")
    return value
