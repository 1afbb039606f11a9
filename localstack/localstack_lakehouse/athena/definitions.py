"""Making and dropping views and databases, and dropping tables."""

import re

from botocore.exceptions import ClientError

from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.athena.text import blanked


def create_view(session: Session, match: re.Match) -> Outcome:
    replace, schema_name, name = match["replace"], match[2], match[3].lower()
    schema = trino_schema(session, schema_name)
    answer = session.engine.describe(blanked(match.string, match.end()), session.database)
    if answer.unnamed:
        sentence = f"Column name not specified at position {answer.unnamed[0] + 1}"
        raise QueryFailed("MISSING_COLUMN_NAME", sentence, (1, 1))
    columns = dict(answer.columns)
    if len(columns) < len(answer.columns):
        twice = next(column for column, _ in answer.columns if [c for c, _ in answer.columns].count(column) > 1)
        raise QueryFailed("DUPLICATE_COLUMN_NAME", f"Column name '{twice}' specified more than once", (1, 1))
    existing = session.catalog.table(schema, name)
    if existing and not (replace and views.is_view(existing)):
        kind = "View" if views.is_view(existing) else "Table"
        raise QueryFailed("ALREADY_EXISTS", f"{kind} already exists: 'awsdatacatalog.{schema}.{name}'", (1, 1))
    view = views.View(match.string[match.end() :].strip(), session.database or schema, columns)
    save = session.catalog.glue.update_table if existing else session.catalog.glue.create_table
    save(DatabaseName=schema, TableInput=views.table_input(name, view))
    return Outcome("DDL")


def drop_view(session: Session, match: re.Match) -> Outcome:
    schema, name = trino_schema(session, match[2]), match[3].lower()
    table = session.catalog.table(schema, name)
    if table and views.is_view(table):
        session.catalog.glue.delete_table(DatabaseName=schema, Name=name)
    elif table or not match["if_exists"]:
        raise QueryFailed("TABLE_NOT_FOUND", f"View 'awsdatacatalog.{schema}.{name}' does not exist", (1, 1))
    return Outcome("DDL")


def trino_schema(session: Session, named: str | None) -> str:
    schema = (named or session.database or "default").lower()
    if not session.catalog.has_database(schema):
        raise QueryFailed("SCHEMA_NOT_FOUND", f"Schema '{schema}' does not exist", (1, 1))
    return schema


def drop_table(session: Session, match: re.Match) -> Outcome:
    if match["if_exists"] and not session.catalog.table(session.schema(match[2]), match[3].lower()):
        return Outcome("DDL")
    table = session.table(match[2], match[3])
    if views.is_view(table):
        raise QueryFailed(None, "FAILED: SemanticException [Error 10108]: Cannot drop a view with DROP TABLE")
    session.catalog.glue.delete_table(DatabaseName=table["DatabaseName"], Name=table["Name"])
    return Outcome("DDL")


def create_database(session: Session, match: re.Match) -> Outcome:
    try:
        session.catalog.glue.create_database(DatabaseInput={"Name": match[2].lower()})
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException" or not match["if_not_exists"]:
            raise QueryFailed(None, f"FAILED: Execution Error: {error.response['Error']['Message']}") from error
    return Outcome("DDL")


def drop_database(session: Session, match: re.Match) -> Outcome:
    name = match[2].lower()
    if match["if_exists"] and not session.catalog.has_database(name):
        return Outcome("DDL")
    session.schema(name)
    if session.catalog.tables(name) and not match["cascade"]:
        raise QueryFailed(None, f"FAILED: Execution Error: Database {name} is not empty. One or more tables exist.")
    session.catalog.glue.delete_database(Name=name)
    return Outcome("DDL")
