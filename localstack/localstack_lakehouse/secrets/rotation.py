"""Rotations under way: RotateSecret starts one and returns; the four steps follow in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError
from moto.secretsmanager.models import FakeSecret

from localstack_lakehouse.secrets import rules
from localstack_lakehouse.secrets.rotation_function import RotationFunction, StepFailed

LOG = logging.getLogger(__name__)
CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


class Rotations:
    def __init__(self):
        self._lock = threading.Lock()
        self._under_way: dict[str, threading.Thread] = {}  # by the secret's ARN

    def begin(self, secret: FakeSecret, function: RotationFunction, token: str) -> str:
        """The version that is rotated to: the token's, or one that stayed pending and is taken up again."""
        with self._lock:
            self._await_end(secret)
            version = pending_version(secret) or token
            self._start(secret, version, lambda: rotate(secret, function, version))
        return version

    def begin_test(self, secret: FakeSecret, function: RotationFunction, token: str) -> None:
        """Whether the function could rotate: without RotateImmediately its test step runs, on a version made for it."""
        with self._lock:
            self._await_end(secret)
            self._start(secret, token, lambda: test(secret, function, token))

    def _await_end(self, secret: FakeSecret) -> None:
        """A rotation that has moved the label is about to end; only until then is it one in progress."""
        if (last := self._under_way.get(secret.arn)) and not pending_version(secret):
            last.join()

    def _start(self, secret: FakeSecret, version: str, task: Callable[[], None]) -> None:
        last = self._under_way.get(secret.arn)
        if last and last.is_alive():
            return
        make_pending(secret, version)
        name = f"rotate {secret.name}"
        self._under_way[secret.arn] = threading.Thread(target=attempt, args=(secret, task), name=name, daemon=True)
        self._under_way[secret.arn].start()


def attempt(secret: FakeSecret, task: Callable[[], None]) -> None:
    try:
        task()
    except (StepFailed, ClientError, BotoCoreError) as error:
        LOG.warning("The rotation of %s failed in %s", secret.name, error)


def rotate(secret: FakeSecret, function: RotationFunction, token: str) -> None:
    """A step that fails ends it: AWSCURRENT stays where it is, and so does AWSPENDING."""
    for step in STEPS:
        function.call(step, token)
    if pending_version(secret):
        raise StepFailed(f"finishSecret: it left {PENDING} on a version without {CURRENT}")
    secret.last_rotation_date = int(time.time())
    rules.plan_next(secret)


def test(secret: FakeSecret, function: RotationFunction, token: str) -> None:
    try:
        function.call("testSecret", token)
    finally:
        secret.versions.pop(token, None)


def pending_version(secret: FakeSecret) -> str | None:
    """The version of a rotation that has not come to its end."""
    for version_id, version in secret.versions.items():
        if PENDING in version["version_stages"] and CURRENT not in version["version_stages"]:
            return version_id
    return None


def make_pending(secret: FakeSecret, token: str) -> None:
    """A version with a label and no value yet."""
    if token in secret.versions:
        return
    secret.remove_version_stages_from_old_versions([PENDING])
    secret.versions[token] = {"createdate": int(time.time()), "version_id": token, "version_stages": [PENDING]}
