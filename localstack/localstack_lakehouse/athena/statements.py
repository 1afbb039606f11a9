"""Which statement a text is, and running it."""

import re
from collections.abc import Callable

from localstack_lakehouse.athena import definitions, showing
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.session import Session, without_comments_before

NAME = r"[`\"]?(\w+)[`\"]?"
TABLE = rf"(?:[`\"]?awsdatacatalog[`\"]?\.)?(?:{NAME}\.)?{NAME}"


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


def statement(pattern: str) -> re.Pattern:
    return re.compile(r"\s*" + pattern.replace(" ", r"\s+"), re.IGNORECASE)


IF_EXISTS = r"(?P<if_exists>if\s+exists\s+)?"
STATEMENTS: list[tuple[re.Pattern, Callable[[Session, re.Match], Outcome]]] = [
    (statement(rf"create (?P<replace>or\s+replace\s+)?view {TABLE} as\b"), definitions.create_view),
    (statement(rf"drop view {IF_EXISTS}{TABLE}\s*$"), definitions.drop_view),
    (statement(rf"drop table {IF_EXISTS}{TABLE}\s*$"), definitions.drop_table),
    (
        statement(rf"create (?:database|schema) (?P<if_not_exists>if\s+not\s+exists\s+)?{NAME}"),
        definitions.create_database,
    ),
    (statement(rf"drop (?:database|schema) {IF_EXISTS}{NAME}(?P<cascade>\s+cascade)?"), definitions.drop_database),
    (statement(r"show (?:databases|schemas)(?:\s+like)?(?:\s+'([^']*)')?\s*$"), showing.show_databases),
    (statement(rf"show tables(?:\s+(?:in|from)\s+{NAME})?(?:\s+'([^']*)')?\s*$"), showing.show_tables),
    (statement(rf"show views(?:\s+(?:in|from)\s+{NAME})?(?:\s+like)?(?:\s+'([^']*)')?\s*$"), showing.show_views),
    (statement(rf"show partitions {TABLE}\s*$"), showing.show_partitions),
    (statement(rf"show columns (?:in|from) {TABLE}(?:\s+(?:in|from)\s+{NAME})?\s*$"), showing.show_columns),
    (statement(rf"show create view {TABLE}\s*$"), showing.show_create_view),
    (statement(rf"desc(?:ribe)? (?:extended\s+|formatted\s+)?{TABLE}\s*$"), showing.describe),
]
