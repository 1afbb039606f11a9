"""Partitions of people's own tables: ALTER TABLE … ADD and DROP PARTITION, MSCK REPAIR TABLE."""

import re

from localstack_lakehouse.athena.errors import QueryFailed, refused
from localstack_lakehouse.athena.folders import create, keys, pairs_of, partition, place_of, register_folders
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.session import Session

SPECIFICATION = re.compile(r"\s*,?\s*partition\s*\(([^)]*)\)(?:\s*location\s*'([^']*)')?\s*", re.IGNORECASE)
PAIR = re.compile(r"\s*[`\"]?(\w+)[`\"]?\s*=\s*(?:'([^']*)'|([\w.-]+))\s*")


def add_partitions(session: Session, match: re.Match) -> Outcome:
    table = partitioned(session, match)
    known = {tuple(each["Values"]) for each in session.catalog.partitions(table["DatabaseName"], table["Name"])}
    added = []
    for values, location in specifications(table, match):
        if values not in known:
            added.append(partition(table, values, location or place_of(table, values)))
        elif not match["if_not_exists"]:
            raise refused("AlreadyExistsException(message:Partition already exists.)")
    create(session.catalog, table, added)
    return Outcome("DDL")


def drop_partitions(session: Session, match: re.Match) -> Outcome:
    table = partitioned(session, match)
    known = {tuple(each["Values"]) for each in session.catalog.partitions(table["DatabaseName"], table["Name"])}
    for values, _ in specifications(table, match):
        if values in known:
            session.catalog.glue.delete_partition(
                DatabaseName=table["DatabaseName"], TableName=table["Name"], PartitionValues=list(values)
            )
        elif not match["if_exists"]:
            named = "/".join(pairs_of(table, values))
            raise QueryFailed(None, f"FAILED: SemanticException [Error 10006]: Partition not found ({named})")
    return Outcome("DDL")


def repair(session: Session, match: re.Match) -> Outcome:
    """Registers every folder that looks like a partition, whatever is in it: that is what makes it dangerous."""
    table = partitioned(session, match)
    names = ["/".join(pairs_of(table, values)) for values in register_folders(session.catalog, table)]
    lines = [f"Repair: Added partition to metastore {table['Name']}:{name}" for name in names]
    if names:
        lines.insert(0, "Partitions not in metastore:\t" + "\t".join(f"{table['Name']}:{name}" for name in names))
    return Outcome("DDL", [("result", "string")], [[line] for line in lines])


def partitioned(session: Session, match: re.Match) -> dict:
    table = session.table(match[1], match[2])
    if not table.get("PartitionKeys"):
        raise QueryFailed(None, f"FAILED: SemanticException [Error 10241]: table {table['Name']} is not partitioned")
    return table


def specifications(table: dict, match: re.Match) -> list[tuple[tuple[str, ...], str | None]]:
    """The values and the location, if one is given, of each PARTITION (…) in the rest of the statement."""
    text, found = match.string[match.end() :], []
    while text.strip():
        one = SPECIFICATION.match(text)
        if not one:
            raise QueryFailed(None, f"FAILED: ParseException: mismatched input near '{text.split()[0]}'")
        found.append((values_of(table, one[1]), one[2]))
        text = text[one.end() :]
    return found


def values_of(table: dict, text: str) -> tuple[str, ...]:
    pairs = [PAIR.fullmatch(part) for part in text.split(",")]
    given = {pair[1].lower(): pair[2] if pair[2] is not None else pair[3] for pair in pairs if pair}
    if None in pairs or list(given) != [key for key in keys(table) if key in given] or len(given) < len(keys(table)):
        sentence = f"partition spec ({text}) must give a value for each of {', '.join(keys(table))}, in this order"
        raise QueryFailed(None, f"FAILED: SemanticException {sentence}")
    return tuple(given.values())
