"""Athena's SQL read by sqlglot, which reads more than Athena does: what Athena's grammar lacks is refused."""

import logging

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from localstack_lakehouse.athena.errors import QueryFailed, position, without_colours

logging.getLogger("sqlglot").setLevel(logging.ERROR)
UNNAMED = "_unnamed_"
QUERIES = ("select", "with", "values", "table", "(")
OTHERS = (
    "alter analyze create deallocate delete describe drop execute explain insert merge msck optimize prepare show "
    "unload update vacuum"
).split()


def refuse_statements_that_are_no_query(text: str) -> None:
    first = first_word(text)
    if first.lower() in OTHERS:
        raise QueryFailed("NOT_SUPPORTED", f"This local Athena does not run this {first.upper()} statement")
    if not first.lower().startswith(QUERIES):
        raise QueryFailed(None, f"mismatched input '{first}'", position(text, max(0, text.find(first))))
    if ";" in text and len(statements(text)) > 1:
        raise QueryFailed(None, f"Only one sql statement is allowed. Got: {text.strip()}")


def statements(text: str) -> list[exp.Expression]:
    """None where it cannot be read, which is told elsewhere."""
    try:
        return [statement for statement in sqlglot.parse(text, dialect="trino") if statement is not None]
    except (ParseError, TokenError):
        return []


def first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else "<EOF>"


def parse(text: str) -> exp.Query:
    try:
        statement = sqlglot.parse_one(text, dialect="trino")
    except (ParseError, TokenError) as error:
        raise mismatched_input(error, text) from error
    if isinstance(statement, exp.Values):
        count = len(statement.expressions[0].expressions)
        names = [exp.to_identifier(f"_col{number}") for number in range(count)]
        statement.set("alias", exp.TableAlias(this=exp.to_identifier("_values"), columns=names))
        return exp.select("*").from_(statement)
    refuse_other_dialects(statement, first_word(text))
    return statement


def refuse_other_dialects(statement: exp.Expression, first: str) -> None:
    if not isinstance(statement, exp.Query):
        raise QueryFailed(None, f"mismatched input '{first}'", (1, 1))
    for select in statement.find_all(exp.Select):
        distinct = select.args.get("distinct")
        group = select.args.get("group")
        if distinct and distinct.args.get("on"):
            raise QueryFailed(None, "mismatched input 'on'")
        if group and group.args.get("all") is True and not group.expressions:
            raise QueryFailed("COLUMN_NOT_FOUND", "Column 'all' cannot be resolved")
    for star in statement.find_all(exp.Star):
        for word in ("except_", "except", "replace", "rename"):
            if star.args.get(word):
                raise QueryFailed(None, f"mismatched input '{word.rstrip('_')}'")


def mismatched_input(error: Exception, text: str) -> QueryFailed:
    details = getattr(error, "errors", None)
    if not details:
        return QueryFailed(None, without_colours(error), (1, 1))
    first = details[0]
    word, line, column = first["highlight"] or "<EOF>", first["line"], first["col"]
    if "SENTINEL" in first["description"]:
        word, (line, column) = "<EOF>", position(text, len(text))
    else:
        column -= len(word) - 1
    return QueryFailed(None, f"mismatched input '{word}'", (line or 1, max(1, column or 1)))


def with_parameters(query: exp.Query, parameters: list[str]) -> exp.Query:
    places = sorted(query.find_all(exp.Placeholder), key=lambda place: place.meta.get("start", 0))
    if len(places) != len(parameters):
        counts = f"expected {len(places)} but found {len(parameters)}"
        raise QueryFailed("INVALID_PARAMETER_USAGE", f"Incorrect number of parameters: {counts}", (1, 1))
    for place, parameter in zip(places, parameters, strict=True):
        place.replace(sqlglot.parse_one(parameter, dialect="trino"))
    return query


def own_names(query: exp.Expression) -> set[str]:
    """Names that may stand before a bracket because the query defines them: `t(a, b)`, `with c(a) as`."""
    return {alias.name.lower() for alias in query.find_all(exp.TableAlias) if alias.name}


def mark_unnamed(query: exp.Query) -> None:
    first = query
    while not isinstance(first, exp.Select):
        first = first.this
    for number, item in enumerate(list(first.expressions)):
        if not isinstance(item, (exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Dot)):
            item.replace(exp.alias_(item.copy(), f"{UNNAMED}{number}"))
