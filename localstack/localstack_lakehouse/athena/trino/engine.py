"""One query on Trino."""

import contextlib
import re

from trino.dbapi import Connection, Cursor
from trino.exceptions import Error

from localstack_lakehouse.athena.answer import Answer
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import QueryCancelled
from localstack_lakehouse.athena.parse import refuse_statements_that_are_no_query
from localstack_lakehouse.athena.trino.failures import failed
from localstack_lakehouse.athena.trino.servers import Servers
from localstack_lakehouse.athena.trino.values import athenas_type, text

UNNAMED = re.compile(r"_col\d+")


class TrinoEngine:
    def __init__(self, servers: Servers, catalog: Catalog, credentials: dict[str, str], most_bytes: int | None):
        self.catalog = catalog
        self._servers = servers
        self._credentials = credentials
        self._limits = {"query_max_scan_physical_bytes": f"{most_bytes}B"} if most_bytes else {}
        self._cursor: Cursor | None = None
        self._interrupted = False

    def query(self, sql: str, database: str | None, parameters: list[str]) -> Answer:
        refuse_statements_that_are_no_query(sql)
        with self._connection(database) as connection:
            return self._run(connection, with_parameters(sql, parameters))

    def describe(self, sql: str, database: str | None) -> Answer:
        """The columns that the query would have, without running it."""
        refuse_statements_that_are_no_query(sql)
        with self._connection(database) as connection:
            self._run(connection, f"prepare described from\n{sql}", lines_before=1)
            rows = self._run(connection, "describe output described").rows
        columns = [(name, athenas_type(kind)) for name, _, _, _, kind, *_ in rows]
        unnamed = [
            place for place, (name, *_, aliased) in enumerate(rows) if aliased == "false" and UNNAMED.fullmatch(name)
        ]
        return Answer(columns, unnamed=unnamed)

    @contextlib.contextmanager
    def _connection(self, database: str | None):
        with self._servers.lent(self._credentials) as server, server.connect(database, self._limits) as connection:
            yield connection

    def _run(self, connection: Connection, sql: str, lines_before: int = 0) -> Answer:
        self._cursor = cursor = connection.cursor()
        if self._interrupted:
            raise QueryCancelled
        try:
            cursor.execute(sql)
            rows = cursor.fetchall()
            kinds = [(column.name.lower(), column.type_code) for column in cursor.description or []]
        except Error as error:
            raise QueryCancelled if self._interrupted else failed(error, lines_before) from error
        if self._interrupted:
            raise QueryCancelled
        shown = [[text(value, kind) for value, (_, kind) in zip(row, kinds, strict=True)] for row in rows]
        columns = [(name, athenas_type(kind)) for name, kind in kinds]
        return Answer(columns, shown, cursor.stats.get("physicalInputBytes", 0))

    def interrupt(self) -> None:
        self._interrupted = True
        cursor = self._cursor
        if cursor:
            with contextlib.suppress(Error):
                cursor.cancel()

    def close(self) -> None:
        """Nothing is kept: connections to Trino are HTTP requests."""


def with_parameters(sql: str, parameters: list[str]) -> str:
    if not parameters:
        return sql
    escaped = sql.replace("'", "''")
    return f"execute immediate '{escaped}' using {', '.join(parameters)}"
