"""The real MySQL server behind RDS, named by RDS_MYSQL_URL=mysql://admin:password@host:port."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import pymysql

DUPLICATE_USER = 1396


class ServerRefuses(Exception):
    """The message is fit to be shown: it holds no password."""


@dataclass(frozen=True)
class MySqlServer:
    host: str
    port: int
    user: str
    password: str = field(repr=False)

    @staticmethod
    def from_environment() -> "MySqlServer":
        url = urlsplit(os.environ.get("RDS_MYSQL_URL", ""))
        if url.scheme != "mysql" or not url.hostname or not url.username:
            raise ServerRefuses(
                "Cannot create a DB instance: RDS_MYSQL_URL names no server; "
                "start LocalStack with RDS_MYSQL_URL=mysql://admin:password@host:port"
            )
        return MySqlServer(url.hostname, url.port or 3306, unquote(url.username), unquote(url.password or ""))

    def create_user(self, name: str, password: str, database: str | None) -> None:
        """A master user like RDS's, who may make databases and users, and the first database."""
        if name == self.user:
            raise ServerRefuses(f"Cannot create the master user {name}: it is the server's own administrator")
        with self._cursor() as cursor:
            cursor.execute("create user %s@'%%' identified by %s", (name, password))
            cursor.execute("grant all privileges on *.* to %s@'%%' with grant option", (name,))
            if database:
                cursor.execute(f"create database if not exists {quoted(database)}")

    def change_password(self, name: str, password: str) -> None:
        with self._cursor() as cursor:
            cursor.execute("alter user %s@'%%' identified by %s", (name, password))

    def drop_user(self, name: str) -> None:
        with self._cursor() as cursor:
            cursor.execute("drop user if exists %s@'%%'", (name,))

    @contextmanager
    def _cursor(self):
        try:
            connection = pymysql.connect(host=self.host, port=self.port, user=self.user, password=self.password)
        except pymysql.MySQLError as error:
            raise ServerRefuses(f"Cannot reach the MySQL server at {self.host}:{self.port}: {error.args[-1]}") from None
        try:
            with connection.cursor() as cursor:
                yield cursor
            connection.commit()
        except pymysql.MySQLError as error:
            raise ServerRefuses(f"The MySQL server at {self.host}:{self.port} refuses: {reason(error)}") from None
        finally:
            connection.close()


def reason(error: pymysql.MySQLError) -> str:
    """A syntax error would quote the statement, password and all: only its number is told."""
    if error.args[0] == DUPLICATE_USER:
        return "such a user exists already"
    return f"error {error.args[0]}"


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
