"""The database server that everybody reads from, with tables that stay in a folder from run to run."""

import contextlib
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pymysql

from laptop.environment import MARIADB
from laptop.processes import wait_for
from laptop.stack import free_port

SCHEMA, USER = "chicago", "bench"
BYTES_A_ROW = 500  # more than InnoDB takes, so that every page stays in memory


@dataclass(frozen=True)
class Database:
    """A running server, as the user who reads from it. The password lasts as long as the server runs."""

    process: psutil.Process
    socket: Path
    port: int
    password: str = field(repr=False)

    def connect(self) -> pymysql.connections.Connection:
        return pymysql.connect(
            unix_socket=str(self.socket),
            user=USER,
            password=self.password,
            database=SCHEMA,
            autocommit=True,
            local_infile=True,
        )

    def ask(self, sql: str):
        """The first value of the first row."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return (cursor.fetchone() or (None,))[0]

    @property
    def version(self) -> str:
        return self.ask("select version()")

    @property
    def pages_read_from_disk(self) -> int:
        return int(
            self.ask(
                "select variable_value from information_schema.global_status "
                "where variable_name = 'INNODB_BUFFER_POOL_READS'"
            )
        )


@contextlib.contextmanager
def running(folder: Path, row_counts: list[int]) -> Iterator[Database]:
    """MariaDB over the folder's tables, in memory whole; without TLS, as not every reader could have it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    data, log, password, port = folder / "data", folder / "server.log", secrets.token_urlsafe(18), free_port()
    if not data.exists():
        install(data, folder / "install.log")
    script = folder / "init.sql"
    script.touch(mode=0o600)
    script.write_text(
        f"create database if not exists {SCHEMA} character set utf8mb4;\n"
        f"create or replace user {USER}@'%' identified by '{password}';\n"
        f"grant all on *.* to {USER}@'%';\n"
    )
    options = {
        "basedir": MARIADB,
        "datadir": data,
        "bind-address": "127.0.0.1",
        "port": port,
        "socket": "server.sock",
        "init-file": script,
        "local-infile": 1,
        "character-set-server": "utf8mb4",
        "skip-ssl": 1,
        "innodb-buffer-pool-size": max(256 << 20, BYTES_A_ROW * sum(row_counts)),
        "innodb-buffer-pool-load-at-startup": 0,
        "innodb-flush-log-at-trx-commit": 2,
        "innodb-log-file-size": 512 << 20,
    }
    command = [
        str(MARIADB / "bin" / "mariadbd"),
        "--no-defaults",
        *(f"--{key}={value}" for key, value in options.items()),
    ]
    with log.open("w") as out:
        process = psutil.Popen([*command, *as_root()], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    database = Database(process, data / "server.sock", port, password)
    try:
        wait_for("the database server", lambda: answers(database), 60, log)
        yield database
    finally:
        process.terminate()
        process.wait(120)


def as_root() -> list[str]:
    return ["--user=root"] if os.getuid() == 0 else []


def install(data: Path, log: Path) -> None:
    program = [str(MARIADB / "scripts" / "mariadb-install-db"), "--no-defaults", f"--basedir={MARIADB}"]
    options = [f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal"]
    with log.open("w") as out:
        subprocess.run([*program, *options], stdout=out, stderr=out, check=True)


def answers(database: Database) -> bool:
    if not database.process.is_running() or database.process.status() == psutil.STATUS_ZOMBIE:
        return False
    try:
        return database.ask("select 1") == 1
    except pymysql.err.OperationalError:
        return False
