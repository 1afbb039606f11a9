"""The Trino server of this LocalStack, started when a query first needs it."""

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.trino.installation import NotInstalled
from localstack_lakehouse.athena.trino.server import DidNotStart, Server


class Servers:
    """One server at a time, with the credentials of one caller.

    Where IAM is enforced, another caller's query waits until that server has nothing to do; it is then replaced.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._changed = threading.Condition()
        self._whose: dict[str, str] = {}
        self._server: Server | None = None
        self._users = 0

    @contextmanager
    def lent(self, credentials: dict[str, str]) -> Iterator[Server]:
        """A server that runs and acts with these credentials."""
        with self._changed:
            self._changed.wait_for(lambda: self._users == 0 or self._whose == credentials)
            if not (self._server and self._server.is_running and self._whose == credentials):
                self._replace(credentials)
            server = self._server
            self._users += 1
        try:
            server.wait()
            yield server
        except DidNotStart as error:
            raise QueryFailed("GENERIC_INTERNAL_ERROR", str(error)) from error
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    def _replace(self, credentials: dict[str, str]) -> None:
        self.end()
        try:
            self._server = Server(self._folder / uuid.uuid4().hex[:8], credentials)
            self._whose = credentials
        except NotInstalled as error:
            raise QueryFailed("GENERIC_INTERNAL_ERROR", str(error)) from error

    def end(self) -> None:
        """Whoever still asks it is told that it ended."""
        server, self._server = self._server, None
        if server:
            server.end()


def acting_for(credentials: dict[str, str], account: str) -> dict[str, str]:
    """Where IAM is not enforced everybody may do everything, and all of an account share a server."""
    if os.environ.get("ENFORCE_IAM") in ("1", "true"):
        return credentials
    return credentials | {"AWS_ACCESS_KEY_ID": account}
