"""DuckDB's failures by the names and, where they are common, in the sentences that Athena has for them."""

import re

import duckdb

from localstack_lakehouse.athena.errors import QueryFailed, position
from localstack_lakehouse.athena.functions import not_here
from localstack_lakehouse.athena.types import duckdb_to_trino

NOT_GROUPED = re.compile(r'column "?(\w+)"? must appear in the GROUP BY clause', re.IGNORECASE)
NO_FUNCTION = re.compile(r"(?:Scalar|Table|Aggregate)? ?Function with name \"?(\w+)\"? does not exist", re.IGNORECASE)
OTHER_PARAMETERS = re.compile(r"No function matches the given name and argument types '(\w+)\((.*?)\)'")
OVERFLOW = re.compile(r"Overflow in (\w+) of (?:INT64|BIGINT) \((.*)\)")
OUT_OF_RANGE = re.compile(r"value (\S+) can't be cast because the value is out of range for the destination type (\w+)")
NO_DATE = re.compile(r'(?:invalid )?(date|timestamp) field (?:value out of range|format).*?"([^"]*)"', re.IGNORECASE)
INTEGERS = {"INT8": "tinyint", "INT16": "smallint", "INT32": "integer", "INT64": "bigint"}
SENTENCES = [
    ("DIVISION_BY_ZERO", "DIVISION_BY_ZERO", "Division by zero"),
    (
        "More than one row returned by a subquery",
        "SUBQUERY_MULTIPLE_ROWS",
        "Scalar sub-query has returned multiple rows",
    ),
    (
        "WHERE clause cannot contain aggregates",
        "EXPRESSION_NOT_SCALAR",
        "WHERE clause cannot contain aggregations, window functions or grouping operations",
    ),
]


def failed(error: duckdb.Error, text: str) -> QueryFailed:
    first = str(error).split("\n", 1)[0]
    known = about_functions(first, text) or about_values(first)
    if known:
        return known
    sentence = first.partition(": ")[2] or first
    if isinstance(error, duckdb.ConversionException):
        return QueryFailed("INVALID_CAST_ARGUMENT", sentence)
    if isinstance(error, duckdb.BinderException):
        return QueryFailed("TYPE_MISMATCH" if "cast" in first.lower() else "SYNTAX_ERROR", sentence)
    if isinstance(error, (duckdb.IOException, duckdb.HTTPException)):
        return QueryFailed("HIVE_CANNOT_OPEN_SPLIT", sentence)
    return QueryFailed("GENERIC_INTERNAL_ERROR", sentence)


def about_functions(first: str, text: str) -> QueryFailed | None:
    if found := NOT_GROUPED.search(first):
        message = f"'{found[1]}' must be an aggregate expression or appear in GROUP BY clause"
        return QueryFailed("EXPRESSION_NOT_AGGREGATE", message, place(found[1], text))
    if found := NO_FUNCTION.search(first):
        return not_here(found[1].lower())
    if found := OTHER_PARAMETERS.search(first):
        kinds = [duckdb_to_trino(kind.removesuffix("_LITERAL")) for kind in found[2].split(", ")]
        sentence = f"Unexpected parameters ({', '.join(kinds)}) for function {found[1]}"
        return QueryFailed("FUNCTION_NOT_FOUND", sentence, place(found[1], text))
    return None


def about_values(first: str) -> QueryFailed | None:
    for sign, code, sentence in SENTENCES:
        if sign in first:
            return QueryFailed(code, sentence)
    if found := OVERFLOW.search(first):
        return QueryFailed("NUMERIC_VALUE_OUT_OF_RANGE", f"bigint {found[1]} overflow: {found[2]}")
    if found := OUT_OF_RANGE.search(first):
        kind = INTEGERS.get(found[2], found[2].lower())
        return QueryFailed("NUMERIC_VALUE_OUT_OF_RANGE", f"Out of range for {kind}: {found[1]}")
    if found := NO_DATE.search(first):
        return QueryFailed("INVALID_CAST_ARGUMENT", f"Value cannot be cast to {found[1]}: {found[2]}")
    return None


def place(word: str, text: str) -> tuple[int, int] | None:
    found = re.search(rf"\b{word}\b", text, re.IGNORECASE)
    return position(text, found.start()) if found else None
