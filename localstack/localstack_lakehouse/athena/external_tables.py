"""CREATE EXTERNAL TABLE, in Hive's words: a table in Glue over files that are somewhere already."""

import logging
import re

import sqlglot
from botocore.exceptions import ClientError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.errors import QueryFailed, refused
from localstack_lakehouse.athena.formats import FORMATS, TEXT
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.parse import mismatched_input
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.endpoint import split_s3_uri

logging.getLogger("sqlglot").setLevel(logging.ERROR)
UNDERSTOOD = (
    exp.ExternalProperty,
    exp.SchemaCommentProperty,
    exp.PartitionedByProperty,
    exp.RowFormatDelimitedProperty,
    exp.RowFormatSerdeProperty,
    exp.FileFormatProperty,
    exp.LocationProperty,
    exp.Property,
)


def create_external_table(session: Session, match: re.Match) -> Outcome:
    definition = read(match.string)
    schema, name = session.schema(match[2]), match[3].lower()
    if match["if_not_exists"] and session.catalog.table(schema, name):
        return Outcome("DDL")
    table = table_input(name, definition)
    try:
        session.catalog.glue.create_table(DatabaseName=schema, TableInput=table)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise
        raise refused(f"AlreadyExistsException(message:Table {name} already exists)") from error
    return Outcome("DDL")


def read(text: str) -> exp.Create:
    try:
        definition = sqlglot.parse_one(text, dialect="athena")
    except SqlglotError as error:
        raise mismatched_input(error, text) from error
    if not isinstance(definition, exp.Create) or not isinstance(definition.this, exp.Schema):
        raise QueryFailed(None, "FAILED: ParseException: cannot recognize input near 'CREATE' 'EXTERNAL' 'TABLE'")
    for each in definition.args["properties"].expressions:
        if type(each) not in UNDERSTOOD:
            raise QueryFailed("NOT_SUPPORTED", f"This local Athena does not know {each.sql(dialect='hive')}")
    return definition


def table_input(name: str, definition: exp.Create) -> dict:
    keys = definition.find(exp.PartitionedByProperty)
    location = definition.find(exp.LocationProperty)
    comment = definition.find(exp.SchemaCommentProperty)
    if location is None:
        raise refused("MetaException(message:Location is required for an external table)")
    parameters = {each.name: each.args["value"].name for each in own_properties(definition)}
    return {
        "Name": name,
        "Owner": views.OWNER,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"EXTERNAL": "TRUE"} | parameters | ({"comment": comment.this.name} if comment else {}),
        "PartitionKeys": [column(each) for each in keys.this.expressions] if keys else [],
        "StorageDescriptor": storage(definition, location.this.name),
    }


def own_properties(definition: exp.Create) -> list[exp.Property]:
    """TBLPROPERTIES; a SerDe's properties are another list."""
    return [each for each in definition.args["properties"].expressions if type(each) is exp.Property]


def storage(definition: exp.Create, location: str) -> dict:
    try:
        split_s3_uri(location)
    except ValueError as error:
        raise refused(f"MetaException(message:{error})") from error
    inputs, outputs, serde = formats(definition)
    return {
        "Columns": [column(each) for each in definition.this.expressions],
        "Location": location,
        "InputFormat": inputs,
        "OutputFormat": outputs,
        "SerdeInfo": {"SerializationLibrary": serde, "Parameters": serde_parameters(definition)},
    }


def formats(definition: exp.Create) -> tuple[str, str, str]:
    stored, named = definition.find(exp.FileFormatProperty), definition.find(exp.RowFormatSerdeProperty)
    inputs, outputs, serde = TEXT
    if stored and isinstance(stored.this, exp.InputOutputFormat):
        inputs, outputs = (stored.this.args[each].name for each in ("input_format", "output_format"))
    elif stored:
        if stored.name.upper() not in FORMATS:
            raise QueryFailed("NOT_SUPPORTED", f"This local Athena does not know the format {stored.name}")
        inputs, outputs, serde = FORMATS[stored.name.upper()]
    return inputs, outputs, named.this.name if named else serde


def serde_parameters(definition: exp.Create) -> dict[str, str]:
    delimited, serde = definition.find(exp.RowFormatDelimitedProperty), definition.find(exp.SerdeProperties)
    given = {each.name: each.args["value"].name for each in serde.expressions} if serde else {}
    if delimited and delimited.args.get("fields"):
        separator = delimited.args["fields"].name
        given |= {"field.delim": separator, "serialization.format": separator}
    return {"serialization.format": "1"} | given


def column(node: exp.ColumnDef) -> dict:
    comment = node.find(exp.CommentColumnConstraint)
    told = {"Comment": comment.this.name} if comment else {}
    return {"Name": node.name.lower(), "Type": hive_type(node.args["kind"])} | told


def hive_type(kind: exp.DataType) -> str:
    return re.sub(r"(?<=[,:<])\s+|\s+(?=[>:])", "", kind.sql(dialect="hive").lower())
