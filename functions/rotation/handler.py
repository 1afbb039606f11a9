"""Secrets Manager calls this, step by step, to change the password in a secret of a MySQL user.

Two users take turns, `<user>` and `<user>_clone`: the one whose password is in use is never touched, so what read the
secret before a rotation can still log in after it, until the next one. {"check": <secret>} asks whether the present
password opens the database.
"""

import boto3

from login import Login
from rotation import STEPS, Rotation
from secret import current
from server import connect, version


def handler(event: dict, _context: object) -> dict | None:
    """Does one step of a rotation, each of which may be repeated, or answers a check."""
    manager = boto3.client("secretsmanager")
    if "check" in event:
        return check(manager, event["check"])
    rotation = Rotation(manager, event["SecretId"], event["ClientRequestToken"])
    print(f"{event['Step']} of {rotation.name}: {STEPS[event['Step']](rotation)}")
    return None


def check(manager, secret_id: str) -> dict:
    login = Login.of(secret_id, current(manager, secret_id))
    with connect(login) as connection:
        tls = ", TLS verified" if login.ca else ""
        return {"connected": True, "user": login.user, "server": f"{version(connection)} at {login.address}{tls}"}
