"""One query on a DuckDB of its own, which knows nothing but the views made for it."""

import re
from importlib.resources import files

import duckdb

from localstack_lakehouse.athena.answer import Answer
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import QueryCancelled, QueryFailed, QueryTooLarge, position
from localstack_lakehouse.athena.functions import not_here
from localstack_lakehouse.athena.results import expression, formatted
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
NOT_GROUPED = re.compile(r'column "?(\w+)"? must appear in the GROUP BY clause', re.IGNORECASE)
NO_FUNCTION = re.compile(r"(?:Scalar|Table|Aggregate)? ?Function with name \"?(\w+)\"? does not exist", re.IGNORECASE)


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
        return self._answer(text, database, [], run=False)

    def query(self, text: str, database: str | None, parameters: list[str]) -> Answer:
        return self._answer(text, database, parameters, run=True)

    def _answer(self, text: str, database: str | None, parameters: list[str], run: bool) -> Answer:
        try:
            translator = Translator(self._connection, self.catalog)
            translated = translator.translate(text, database, parameters)
            if run and self._most_bytes and translator.relations.bytes > self._most_bytes:
                raise QueryTooLarge
            described = self._connection.execute(f"describe {translated.sql}").fetchall()
            kinds = [duckdb_to_trino(kind) for _, kind, *_ in described]
            rows = self._rows(translated.sql, kinds) if run else []
        except duckdb.InterruptException as error:
            raise QueryCancelled from error
        except duckdb.Error as error:
            raise QueryCancelled if self._interrupted else failed(error, text) from error
        columns = list(zip(translated.names, kinds, strict=True))
        return Answer(columns, rows, translator.relations.bytes if run else 0, translated.unnamed)

    def _rows(self, sql: str, kinds: list[str]) -> list[list[str | None]]:
        names = [f"c{number}" for number in range(len(kinds))]
        items = ", ".join(expression(name, kind) for name, kind in zip(names, kinds, strict=True))
        cursor = self._connection.execute(f"select {items} from ({sql}) as answer({', '.join(names)})")
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


def failed(error: duckdb.Error, text: str) -> QueryFailed:
    """DuckDB's failure by the name Athena has for it."""
    first = str(error).split("\n", 1)[0]
    sentence = first.partition(": ")[2] or first
    if not_grouped := NOT_GROUPED.search(first):
        message = f"'{not_grouped[1]}' must be an aggregate expression or appear in GROUP BY clause"
        place = re.search(rf"\b{not_grouped[1]}\b", text, re.IGNORECASE)
        return QueryFailed("EXPRESSION_NOT_AGGREGATE", message, position(text, place.start()) if place else None)
    if missing := NO_FUNCTION.search(first):
        return not_here(missing[1].lower())
    if "DIVISION_BY_ZERO" in first:
        return QueryFailed("DIVISION_BY_ZERO", "Division by zero")
    if isinstance(error, duckdb.ConversionException):
        return QueryFailed("INVALID_CAST_ARGUMENT", sentence)
    if isinstance(error, duckdb.BinderException):
        return QueryFailed("TYPE_MISMATCH" if "cast" in first.lower() else "SYNTAX_ERROR", sentence)
    if isinstance(error, (duckdb.IOException, duckdb.HTTPException)):
        return QueryFailed("HIVE_CANNOT_OPEN_SPLIT", sentence)
    return QueryFailed("GENERIC_INTERNAL_ERROR", sentence)
