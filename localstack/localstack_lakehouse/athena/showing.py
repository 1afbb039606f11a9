"""SHOW and DESCRIBE: what is in the catalogue, as lines of text."""

import re
from fnmatch import fnmatchcase

from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.outcome import Outcome, listing
from localstack_lakehouse.athena.session import Session

WIDTH = 20


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
