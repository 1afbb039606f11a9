"""A MariaDB server as a plain process, for the tests of RDS; its address is known before it runs."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pymysql

PASSWORD = "administrators-own"


def mariadb_home(repository: Path) -> Path | None:
    """MARIADB_HOME, or the binaries that the repository's own stack uses."""
    if home := os.environ.get("MARIADB_HOME"):
        return Path(home)
    found = repository / ".daylake" / "servers" / "mariadb"
    return found if found.is_dir() else None


class MariaDb:
    def __init__(self, home: Path, folder: Path):
        self._home = home
        self._folder = folder
        self._data = folder / "data"
        self._process: subprocess.Popen | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"mysql://administrator:{PASSWORD}@127.0.0.1:{self.port}"

    def start(self) -> None:
        self._initialise()
        first = self._folder / "first.sql"
        first.write_text(
            f"create user administrator@'%' identified by '{PASSWORD}';\n"
            "grant all privileges on *.* to administrator@'%' with grant option;\n"
        )
        network = ["--bind-address=127.0.0.1", f"--port={self.port}", f"--init-file={first}"]
        log = self._folder / "log"
        command = [str(self._home / "bin" / "mariadbd"), *self._options(), *network]
        self._process = subprocess.Popen(command, stdout=log.open("w"), stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 30
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise AssertionError(f"MariaDB did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._data, ignore_errors=True)

    def connect(self, user: str, password: str, database: str | None = None) -> pymysql.Connection:
        return pymysql.connect(host="127.0.0.1", port=self.port, user=user, password=password, database=database)

    def _options(self) -> list[str]:
        places = [f"--basedir={self._home}", f"--datadir={self._data}", f"--socket={self._folder / 'socket'}"]
        # asked for TLS and given no certificate, the server makes itself a key of 4,096 bits, in 4 to 30 seconds
        return ["--no-defaults", *places, "--skip-ssl", *(["--user=root"] if os.getuid() == 0 else [])]

    def _initialise(self) -> None:
        script = [str(self._home / "scripts" / "mariadb-install-db"), "--no-defaults", f"--basedir={self._home}"]
        options = [f"--datadir={self._data}", "--skip-test-db", "--auth-root-authentication-method=normal"]
        done = subprocess.run([*script, *options], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"MariaDB could not be initialised:\n{done.stdout}{done.stderr}"

    def _answers(self) -> bool:
        try:
            self.connect("administrator", PASSWORD).close()
        except pymysql.MySQLError:
            return False
        return True
