"""What Athena runs besides queries: views, databases, dropping, and showing what is in the catalogue."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from botocore.exceptions import ClientError

from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engine import Engine
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.outcome import Outcome, listing

LEADING = re.compile(r"\A(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
NAME = r"[`\"]?(\w+)[`\"]?"
TABLE = rf"(?:[`\"]?awsdatacatalog[`\"]?\.)?(?:{NAME}\.)?{NAME}"
WIDTH = 20


@dataclass(frozen=True)
class Session:
    catalog: Catalog
    engine: Engine
    database: str | None

    def schema(self, named: str | None) -> str:
        schema = (named or self.database or "default").lower()
        if not self.catalog.has_database(schema):
            raise QueryFailed(None, f"FAILED: SemanticException [Error 10072]: Database does not exist: {schema}")
        return schema

    def table(self, schema: str | None, name: str) -> dict:
        table = self.catalog.table(self.schema(schema), name.lower())
        if not table:
            raise QueryFailed(None, f"FAILED: SemanticException [Error 10001]: Table not found {name.lower()}")
        return table


def without_comments_before(text: str) -> str:
    """The same text, its leading comments blanked, so that places in it stay where they are."""
    return blanked(text, LEADING.match(text).end()).rstrip().removesuffix(";")


def blanked(text: str, end: int) -> str:
    return re.sub(r"[^\n]", " ", text[:end]) + text[end:]


def kind_of(text: str) -> str:
    first = without_comments_before(text).split(maxsplit=1)[0].lower() if text.strip() else ""
    if first in ("show", "describe", "desc", "explain"):
        return "UTILITY"
    return "DDL" if first in ("create", "drop", "alter", "msck") else "DML"


def run(text: str, parameters: list[str], session: Session) -> Outcome:
    bare = without_comments_before(text)
    for pattern, action in STATEMENTS:
        if match := pattern.match(bare):
            return action(session, match)
    answer = session.engine.query(bare, session.database, parameters)
    return Outcome("DML", answer.columns, answer.rows, answer.bytes)


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


def show_databases(session: Session, match: re.Match) -> Outcome:
    return listing("database_name", like(session.catalog.databases(), match[1]))


def show_tables(session: Session, match: re.Match) -> Outcome:
    names = [table["Name"] for table in session.catalog.tables(session.schema(match[1]))]
    return listing("tab_name", like(names, match[2]))


def show_views(session: Session, match: re.Match) -> Outcome:
    tables = session.catalog.tables(session.schema(match[1]))
    return listing("views", like([table["Name"] for table in tables if views.is_view(table)], match[2]))


def like(names: list[str], pattern: str | None) -> list[str]:
    """Hive's patterns: a star, and alternatives between bars."""
    alternatives = pattern.lower().split("|") if pattern else ["*"]
    return [name for name in names if any(fnmatchcase(name, alternative) for alternative in alternatives)]


def show_partitions(session: Session, match: re.Match) -> Outcome:
    table = session.table(match[1], match[2])
    keys = [key["Name"] for key in table.get("PartitionKeys", [])]
    if not keys:
        raise QueryFailed(None, f"FAILED: Execution Error: Table {table['Name']} is not a partitioned table")
    found = session.catalog.partitions(table["DatabaseName"], table["Name"])
    paths = ["/".join(f"{key}={value}" for key, value in zip(keys, each["Values"], strict=True)) for each in found]
    return listing("partition", sorted(paths))


def show_columns(session: Session, match: re.Match) -> Outcome:
    table = session.table(match[3] or match[1], match[2])
    listed = [*table["StorageDescriptor"]["Columns"], *table.get("PartitionKeys", [])]
    return listing("field", [column["Name"].ljust(WIDTH) for column in listed])


def describe(session: Session, match: re.Match) -> Outcome:
    table = session.table(match[1], match[2])
    keys = table.get("PartitionKeys", [])
    lines = [described(column) for column in [*table["StorageDescriptor"]["Columns"], *keys]]
    if keys:
        empty = "\t ".join([" " * WIDTH] * 3)
        heading = described({"Name": "# col_name", "Type": "data_type", "Comment": "comment"})
        lines += [empty, "# Partition Information\t \t ", heading, empty, *(described(key) for key in keys)]
    return Outcome("UTILITY", [(name, "string") for name in ("col_name", "data_type", "comment")], [[x] for x in lines])


def described(column: dict) -> str:
    cells = (column["Name"], column.get("Type", ""), column.get("Comment", ""))
    return "\t".join(cell.ljust(WIDTH) for cell in cells)


def show_create_view(session: Session, match: re.Match) -> Outcome:
    table = session.table(match[1], match[2])
    if not views.is_view(table):
        raise QueryFailed("NOT_SUPPORTED", f"Relation '{table['Name']}' is not a view", (1, 1))
    name = f'"{table["DatabaseName"]}"."{table["Name"]}"'
    return listing("create view", f"CREATE VIEW {name} AS\n{views.decode(table).sql}".split("\n"))


def statement(pattern: str) -> re.Pattern:
    return re.compile(r"\s*" + pattern.replace(" ", r"\s+"), re.IGNORECASE)


IF_EXISTS = r"(?P<if_exists>if\s+exists\s+)?"
STATEMENTS: list[tuple[re.Pattern, Callable[[Session, re.Match], Outcome]]] = [
    (statement(rf"create (?P<replace>or\s+replace\s+)?view {TABLE} as\b"), create_view),
    (statement(rf"drop view {IF_EXISTS}{TABLE}\s*$"), drop_view),
    (statement(rf"drop table {IF_EXISTS}{TABLE}\s*$"), drop_table),
    (statement(rf"create (?:database|schema) (?P<if_not_exists>if\s+not\s+exists\s+)?{NAME}"), create_database),
    (statement(rf"drop (?:database|schema) {IF_EXISTS}{NAME}(?P<cascade>\s+cascade)?"), drop_database),
    (statement(r"show (?:databases|schemas)(?:\s+like)?(?:\s+'([^']*)')?\s*$"), show_databases),
    (statement(rf"show tables(?:\s+(?:in|from)\s+{NAME})?(?:\s+'([^']*)')?\s*$"), show_tables),
    (statement(rf"show views(?:\s+(?:in|from)\s+{NAME})?(?:\s+like)?(?:\s+'([^']*)')?\s*$"), show_views),
    (statement(rf"show partitions {TABLE}\s*$"), show_partitions),
    (statement(rf"show columns (?:in|from) {TABLE}(?:\s+(?:in|from)\s+{NAME})?\s*$"), show_columns),
    (statement(rf"show create view {TABLE}\s*$"), show_create_view),
    (statement(rf"desc(?:ribe)? (?:extended\s+|formatted\s+)?{TABLE}\s*$"), describe),
]
