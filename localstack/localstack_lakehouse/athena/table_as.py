"""CREATE TABLE … AS: a query's rows as files, and a table over them."""

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from localstack_lakehouse.athena.definitions import trino_schema
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.new_table import NewTable
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.parse import mismatched_input
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.athena.text import blanked

COMPRESSIONS = ("gzip", "snappy", "zstd", "none")


def create_table_as(session: Session, match: re.Match) -> Outcome:
    schema, name = trino_schema(session, match[2]), match[3].lower()
    if session.catalog.table(schema, name):
        if match["if_not_exists"]:
            return Outcome("DDL")
        sentence = f"Destination table 'awsdatacatalog.{schema}.{name}' already exists"
        raise QueryFailed("TABLE_ALREADY_EXISTS", sentence, (1, 1))
    asked = properties(match["properties"])
    location = asked.pop("location", None) or f"{session.output}/tables/{session.query_id}"
    table = NewTable(schema, name, location.rstrip("/") + "/", **asked)
    if session.catalog.files(table.location):
        sentence = f"Target directory for table '{schema}.{name}' already exists: {table.location}"
        raise QueryFailed("HIVE_PATH_ALREADY_EXISTS", sentence)
    answer = session.engine.create_table_as(table, blanked(match.string, match.start("query")), session.database)
    return Outcome("DDL", bytes=answer.bytes)


def properties(text: str | None) -> dict:
    """What stands in WITH (…), in our names."""
    if not text:
        return {}
    try:
        parsed = sqlglot.parse_one(f"create table t with {text} as select 1", dialect="trino")
    except SqlglotError as error:
        raise mismatched_input(error, text) from error
    found = {}
    for each in parsed.args["properties"].expressions:
        found |= own(each)
    return found


def own(node: exp.Expression) -> dict:
    if isinstance(node, exp.FileFormatProperty):
        return {"format": node.name.lower()}
    if isinstance(node, exp.PartitionedByProperty):
        return {"partitioned_by": [each.name.lower() for each in node.this.expressions]}
    name, value = node.name.lower(), node.args["value"].name
    if name == "external_location":
        return {"location": value}
    if name in ("write_compression", "parquet_compression") and value.lower() in COMPRESSIONS:
        return {"compression": value.lower()}
    raise QueryFailed("NOT_SUPPORTED", f"This local Athena does not know the table property {name} = {value!r}")
