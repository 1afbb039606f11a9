"""A Trino server: a process in a folder of its own, which ends with LocalStack whatever way that ends."""

import socket
import subprocess
import time
from pathlib import Path

import trino
from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.trino import configuration
from localstack_lakehouse.athena.trino.installation import Installation
from localstack_lakehouse.processes import Processes

START_SECONDS = 180
LAST_WORDS = 2000


class DidNotStart(Exception):
    """The message says why, by the end of the server's log."""


class Server:
    def __init__(self, folder: Path, credentials: dict[str, str]):
        self._installation = Installation.find()
        folder.mkdir(parents=True)
        self._processes = Processes(folder)
        self._log = folder / "log"
        self._port = free_port()
        configuration.write(folder, self._installation, self._port, credentials)
        self._process = self._launch(folder)

    def _launch(self, folder: Path) -> subprocess.Popen:
        command = configuration.command(folder, self._installation)
        return self._processes.start(command, configuration.environment(folder), self._log, self._log)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> None:
        """Until it answers a query: before that it may have no node to run one, though it listens."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.is_running:
                raise DidNotStart(f"Cannot start Trino: it ended with {self._process.returncode}: {self._last_words()}")
            if time.monotonic() > deadline:
                raise DidNotStart(f"Cannot start Trino within {START_SECONDS} s: {self._last_words()}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((configuration.LOOPBACK, self._port), timeout=1):
                pass
            with self.connect(None, {}) as connection:
                return connection.cursor().execute("show schemas").fetchall() is not None
        except (OSError, trino.exceptions.Error, trino.exceptions.HttpError):
            return False

    def connect(self, database: str | None, session_properties: dict[str, str]) -> trino.dbapi.Connection:
        return trino.dbapi.connect(
            host=configuration.LOOPBACK,
            port=self._port,
            user=views.OWNER,
            catalog="awsdatacatalog",
            schema=database,
            timezone="UTC",
            session_properties=session_properties,
            legacy_primitive_types=True,
            legacy_prepared_statements=False,
            encoding=None,
        )

    def _last_words(self) -> str:
        return self._log.read_text(errors="replace")[-LAST_WORDS:].strip()

    def end(self) -> None:
        self._processes.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((configuration.LOOPBACK, 0))
        return probe.getsockname()[1]
