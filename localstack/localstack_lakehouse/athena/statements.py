"""Which statement a text is, and running it."""

import re
from collections.abc import Callable

from localstack_lakehouse.athena import definitions, external_tables, partitions, prepared, showing, table_as
from localstack_lakehouse.athena.outcome import Outcome, listing
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.athena.text import without_comments_before

NAME = r"[`\"]?(\w+)[`\"]?"
TABLE = rf"(?:[`\"]?awsdatacatalog[`\"]?\.)?(?:{NAME}\.)?{NAME}"


def kind_of(text: str) -> str:
    first = without_comments_before(text).split(maxsplit=1)[0].lower() if text.strip() else ""
    if first in ("show", "describe", "desc", "explain"):
        return "UTILITY"
    return "DDL" if first in ("create", "drop", "alter", "msck", "prepare", "deallocate") else "DML"


def run(text: str, parameters: list[str], session: Session) -> Outcome:
    bare = without_comments_before(text)
    for pattern, action in STATEMENTS:
        if match := pattern.match(bare):
            return action(session, match)
    answer = session.engine.query(bare, session.database, parameters)
    return Outcome("DML", answer.columns, answer.rows, answer.bytes)


def execute(session: Session, match: re.Match) -> Outcome:
    text, parameters = prepared.called(session, match)
    return run(text, parameters, session)


def explain(session: Session, match: re.Match) -> Outcome:
    return listing("Query Plan", session.engine.explain(match.string, match.end(), session.database))


def statement(pattern: str) -> re.Pattern:
    return re.compile(r"\s*" + pattern.replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)


IF_EXISTS = r"(?P<if_exists>if\s+exists\s+)?"
IF_NOT_EXISTS = r"(?P<if_not_exists>if\s+not\s+exists\s+)?"
STATEMENTS: list[tuple[re.Pattern, Callable[[Session, re.Match], Outcome]]] = [
    (statement(rf"create (?P<replace>or\s+replace\s+)?view {TABLE} as\b"), definitions.create_view),
    (statement(rf"drop view {IF_EXISTS}{TABLE}\s*$"), definitions.drop_view),
    (statement(rf"drop table {IF_EXISTS}{TABLE}\s*$"), definitions.drop_table),
    (
        statement(rf"create (?:database|schema) {IF_NOT_EXISTS}{NAME}"),
        definitions.create_database,
    ),
    (statement(rf"drop (?:database|schema) {IF_EXISTS}{NAME}(?P<cascade>\s+cascade)?"), definitions.drop_database),
    (statement(rf"create external table {IF_NOT_EXISTS}{TABLE}(?=\s*\()"), external_tables.create_external_table),
    (
        statement(rf"create table {IF_NOT_EXISTS}{TABLE}(?:\s+with\s*(?P<properties>\(.*?\)))? as (?P<query>.*)"),
        table_as.create_table_as,
    ),
    (statement(rf"alter table {TABLE} add {IF_NOT_EXISTS}(?=partition)"), partitions.add_partitions),
    (statement(rf"alter table {TABLE} drop {IF_EXISTS}(?=partition)"), partitions.drop_partitions),
    (statement(rf"msck repair table {TABLE}\s*$"), partitions.repair),
    (statement(rf"prepare {NAME} from "), prepared.prepare),
    (statement(rf"execute {NAME}(?:\s+using\s+(?P<values>.+))?\s*$"), execute),
    (statement(rf"deallocate prepare {NAME}\s*$"), prepared.deallocate),
    (statement(r"explain (?!analyze\b)(?=\w)"), explain),
    (statement(r"show (?:databases|schemas)(?:\s+like)?(?:\s+'([^']*)')?\s*$"), showing.show_databases),
    (statement(rf"show tables(?:\s+(?:in|from)\s+{NAME})?(?:\s+'([^']*)')?\s*$"), showing.show_tables),
    (statement(rf"show views(?:\s+(?:in|from)\s+{NAME})?(?:\s+like)?(?:\s+'([^']*)')?\s*$"), showing.show_views),
    (statement(rf"show partitions {TABLE}\s*$"), showing.show_partitions),
    (statement(rf"show columns (?:in|from) {TABLE}(?:\s+(?:in|from)\s+{NAME})?\s*$"), showing.show_columns),
    (statement(rf"show create view {TABLE}\s*$"), showing.show_create_view),
    (statement(rf"desc(?:ribe)? (?:extended\s+|formatted\s+)?{TABLE}\s*$"), showing.describe),
]
