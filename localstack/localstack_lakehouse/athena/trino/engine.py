"""One query on Trino."""

import contextlib
import re
import time

from trino.dbapi import Connection, Cursor
from trino.exceptions import Error, TrinoQueryError

from localstack_lakehouse.athena.answer import Answer
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import QueryCancelled, QueryTooLarge
from localstack_lakehouse.athena.new_table import NewTable
from localstack_lakehouse.athena.parse import refuse_statements_that_are_no_query
from localstack_lakehouse.athena.text import blanked
from localstack_lakehouse.athena.trino.failures import failed
from localstack_lakehouse.athena.trino.servers import Servers
from localstack_lakehouse.athena.trino.values import athenas_type, text

PATIENCE_SECONDS = 30
UNNAMED = re.compile(r"_col\d+")


class TrinoEngine:
    def __init__(self, servers: Servers, catalog: Catalog, credentials: dict[str, str], most_bytes: int | None):
        self.catalog = catalog
        self._servers = servers
        self._credentials = credentials
        self._most_bytes = most_bytes
        self._session = {"query_max_scan_physical_bytes": f"{most_bytes}B"} if most_bytes else {}
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

    def explain(self, sql: str, start: int, database: str | None) -> list[str]:
        refuse_statements_that_are_no_query(blanked(sql, start))
        with self._connection(database) as connection:
            rows = self._run(connection, sql).rows
        return [line for row in rows for line in (row[0] or "").rstrip().split("\n")]

    def create_table_as(self, table: NewTable, sql: str, database: str | None) -> Answer:
        refuse_statements_that_are_no_query(sql)
        self._session |= {"awsdatacatalog.compression_codec": table.compression.upper()}
        with self._connection(database) as connection:
            return self._run(connection, f"{creation(table)} as\n{sql}", lines_before=1)

    @contextlib.contextmanager
    def _connection(self, database: str | None):
        with self._servers.lent(self._credentials) as server, server.connect(database, self._session) as connection:
            yield connection

    def _run(self, connection: Connection, sql: str, lines_before: int = 0) -> Answer:
        self._cursor = cursor = connection.cursor()
        if self._interrupted:
            raise QueryCancelled
        try:
            execute(cursor, sql)
            rows = cursor.fetchall()
            kinds = [(column.name.lower(), column.type_code) for column in cursor.description or []]
        except Error as error:
            raise QueryCancelled if self._interrupted else failed(error, lines_before) from error
        if self._interrupted:
            raise QueryCancelled
        read = cursor.stats.get("physicalInputBytes", 0)
        if self._most_bytes and read > self._most_bytes:  # Trino looks once a second: a quick query comes to its end.
            raise QueryTooLarge
        shown = [[text(value, kind) for value, (_, kind) in zip(row, kinds, strict=True)] for row in rows]
        columns = [(name, athenas_type(kind)) for name, kind in kinds]
        return Answer(columns, shown, read)

    def interrupt(self) -> None:
        self._interrupted = True
        cursor = self._cursor
        if cursor:
            with contextlib.suppress(Error):
                cursor.cancel()

    def close(self) -> None:
        """Nothing is kept: connections to Trino are HTTP requests."""


def execute(cursor: Cursor, sql: str) -> None:
    """A server that has just started may answer and have no node yet to run a query on: it is asked again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            cursor.execute(sql)
            return
        except TrinoQueryError as error:
            if error.error_name != "NO_NODES_AVAILABLE" or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def creation(table: NewTable) -> str:
    settings = [f"format = '{table.format}'", f"external_location = '{table.location}'"]
    if table.partitioned_by:
        keys = ", ".join(f"'{key}'" for key in table.partitioned_by)
        settings.append(f"partitioned_by = array[{keys}]")
    return f'create table "{table.schema}"."{table.name}" with ({", ".join(settings)})'


def with_parameters(sql: str, parameters: list[str]) -> str:
    if not parameters:
        return sql
    escaped = sql.replace("'", "''")
    return f"execute immediate '{escaped}' using {', '.join(parameters)}"
