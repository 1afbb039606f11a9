"""A view as Athena keeps it in Glue: its SQL, its schema and its columns, as JSON in a comment of the table's text."""

import base64
import json
from dataclasses import dataclass

from localstack_lakehouse.athena.types import trino_to_hive

OWNER = "hadoop"  # of whatever Athena makes; a view is read in its owner's name
PREFIX, SUFFIX = "/* Presto View: ", " */"


@dataclass(frozen=True)
class View:
    sql: str
    schema: str
    columns: dict[str, str]  # Trino types by name


def is_view(table: dict) -> bool:
    return table.get("TableType") == "VIRTUAL_VIEW"


def decode(table: dict) -> View:
    text = (table.get("ViewOriginalText") or "").strip()
    content = json.loads(base64.b64decode(text.removeprefix(PREFIX).removesuffix(SUFFIX)))
    columns = {column["name"]: column["type"] for column in content["columns"]}
    return View(content["originalSql"], content.get("schema") or table["DatabaseName"], columns)


def table_input(name: str, view: View) -> dict:
    content = {
        "originalSql": view.sql,
        "catalog": "awsdatacatalog",
        "schema": view.schema,
        "columns": [{"name": column, "type": kind} for column, kind in view.columns.items()],
    }
    text = base64.b64encode(json.dumps(content).encode()).decode()
    columns = [{"Name": column, "Type": trino_to_hive(kind)} for column, kind in view.columns.items()]
    return {
        "Name": name,
        "Owner": OWNER,
        "TableType": "VIRTUAL_VIEW",
        "Parameters": {"presto_view": "true", "comment": "Presto View"},
        "PartitionKeys": [],
        "StorageDescriptor": {"Columns": columns, "Location": "", "SerdeInfo": {}},
        "ViewOriginalText": f"{PREFIX}{text}{SUFFIX}",
        "ViewExpandedText": "/* Presto View */",
    }
