"""PREPARE, EXECUTE and DEALLOCATE: a workgroup's statements with question marks, run with parameters."""

import re

import sqlglot
from sqlglot.errors import SqlglotError

from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.athena.text import without_comments_before


def prepare(session: Session, match: re.Match) -> Outcome:
    session.prepared[match[1].lower()] = match.string[match.end() :].strip()
    return Outcome("DDL")


def deallocate(session: Session, match: re.Match) -> Outcome:
    text(session, match[1])
    del session.prepared[match[1].lower()]
    return Outcome("DDL")


def called(session: Session, match: re.Match) -> tuple[str, list[str]]:
    """The text that EXECUTE names, and its parameters."""
    return without_comments_before(text(session, match[1])), parameters(match)


def text(session: Session, name: str) -> str:
    found = session.prepared.get(name.lower())
    if found is None:
        raise QueryFailed("NOT_FOUND", f"Prepared statement not found: {name}")
    return found


def parameters(match: re.Match) -> list[str]:
    """The values after USING, each as it is written, commas in quotes and brackets notwithstanding."""
    written = match["values"]
    if not written:
        return []
    try:
        values = sqlglot.parse_one(f"select {written}", dialect="trino").expressions
    except SqlglotError as error:
        raise QueryFailed(None, f"mismatched input '{written}'") from error
    return [value.sql(dialect="trino") for value in values]
