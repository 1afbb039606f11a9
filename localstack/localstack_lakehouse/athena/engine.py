"""One query on a DuckDB of its own, which knows nothing but the views made for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

import duckdb

from localstack_lakehouse.athena import writing
from localstack_lakehouse.athena.answer import Answer
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.duckdb_failures import failed
from localstack_lakehouse.athena.errors import QueryCancelled, QueryTooLarge
from localstack_lakehouse.athena.new_table import NewTable
from localstack_lakehouse.athena.results import expression, formatted
from localstack_lakehouse.athena.text import blanked
from localstack_lakehouse.athena.translate import Translator
from localstack_lakehouse.athena.types import duckdb_to_trino

MACROS = """
create macro is_finite(x) as isfinite(x);
create macro is_infinite(x) as isinf(x);
create macro codepoint(x) as unicode(x);
create macro infinity() as cast('infinity' as double);
create macro nan() as cast('nan' as double);
create macro e() as exp(1);
"""
# DuckDB takes 30 days and a month for equal, and so for a common subexpression: one would be answered for the other.
SETTINGS = """
set disabled_optimizers = 'common_subexpressions';
set timezone = 'UTC';
set threads = 2;
set memory_limit = '1GB';
set parquet_metadata_cache = true;
set enable_http_metadata_cache = true;
"""
NO_DOWNLOADS = ("autoinstall_known_extensions", "autoload_known_extensions")


@dataclass(frozen=True)
class Prepared:
    """A query ready to run."""

    sql: str
    columns: list[tuple[str, str]]
    unnamed: list[int]
    bytes: int
    scans: list[str]

    def answer(self, rows: list[list[str | None]]) -> Answer:
        return Answer(self.columns, rows, self.bytes, self.unnamed)


class DuckDbEngine:
    def __init__(self, catalog: Catalog, credentials: dict[str, str], most_bytes: int | None):
        self.catalog = catalog
        self._most_bytes = most_bytes
        self._connection = duckdb.connect(config=dict.fromkeys(NO_DOWNLOADS, False))
        self._interrupted = False
        run = self._connection.execute
        run(f"load '{extension()}'")
        run(secret(credentials))
        run(SETTINGS)
        run(MACROS)

    def interrupt(self) -> None:
        self._interrupted = True
        self._connection.interrupt()

    def describe(self, text: str, database: str | None) -> Answer:
        """The columns that the query would have, without running it."""
        with self._failures_named(text):
            return self._prepared(text, database, []).answer([])

    def query(self, text: str, database: str | None, parameters: list[str]) -> Answer:
        with self._failures_named(text):
            prepared = self._prepared(text, database, parameters)
            self._limit(prepared)
            return prepared.answer(self._rows(prepared))

    def explain(self, text: str, start: int, database: str | None) -> list[str]:
        """Which partitions the query would read, and then DuckDB's plan, which is not Athena's."""
        with self._failures_named(text):
            prepared = self._prepared(blanked(text, start), database, [])
            plan = self._connection.execute(f"explain {prepared.sql}").fetchall()
        return [*prepared.scans, "", "Plan of DuckDB:", *plan[0][1].split("\n")]

    def create_table_as(self, table: NewTable, text: str, database: str | None) -> Answer:
        with self._failures_named(text):
            prepared = self._prepared(text, database, [])
            self._limit(prepared)
            writing.check_columns(table, prepared.columns, prepared.unnamed)
            writing.write(self._connection, table, prepared.columns, prepared.sql)
        writing.register(self.catalog, table, prepared.columns)
        return prepared.answer([])

    @contextmanager
    def _failures_named(self, text: str) -> Iterator[None]:
        try:
            yield
        except duckdb.InterruptException as error:
            raise QueryCancelled from error
        except duckdb.Error as error:
            raise QueryCancelled if self._interrupted else failed(error, text) from error

    def _prepared(self, text: str, database: str | None, parameters: list[str]) -> Prepared:
        translator = Translator(self._connection, self.catalog)
        translated = translator.translate(text, database, parameters)
        described = self._connection.execute(f"describe {translated.sql}").fetchall()
        kinds = [duckdb_to_trino(kind) for _, kind, *_ in described]
        columns = list(zip(translated.names, kinds, strict=True))
        return Prepared(translated.sql, columns, translated.unnamed, translator.relations.bytes, translator.scans)

    def _limit(self, prepared: Prepared) -> None:
        if self._most_bytes and prepared.bytes > self._most_bytes:
            raise QueryTooLarge

    def _rows(self, prepared: Prepared) -> list[list[str | None]]:
        kinds = [kind for _, kind in prepared.columns]
        names = [f"c{number}" for number in range(len(kinds))]
        items = ", ".join(expression(name, kind) for name, kind in zip(names, kinds, strict=True))
        cursor = self._connection.execute(f"select {items} from ({prepared.sql}) as answer({', '.join(names)})")
        return [[formatted(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in cursor.fetchall()]

    def close(self) -> None:
        self._connection.close()


def extension() -> str:
    folder = files("duckdb_extension_httpfs") / "extensions" / f"v{duckdb.__version__}"
    return str(folder / "httpfs.duckdb_extension")


def secret(credentials: dict[str, str]) -> str:
    return (
        f"create secret (type s3, key_id '{credentials['AWS_ACCESS_KEY_ID']}', "
        f"secret '{credentials['AWS_SECRET_ACCESS_KEY']}', region '{credentials['AWS_REGION']}', "
        f"endpoint '{credentials['AWS_ENDPOINT_URL'].removeprefix('http://')}', url_style 'path', use_ssl false)"
    )
