"""Which column each name means, and of which type; a name that means none fails with Athena's sentence."""

import re

from sqlglot import exp
from sqlglot.errors import OptimizeError, SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from localstack_lakehouse.athena.errors import QueryFailed, position, without_colours


def resolve(query: exp.Query, schema: dict[str, dict[str, str]], text: str) -> exp.Query:
    try:
        qualified = qualify(query, dialect="trino", schema=schema, expand_alias_refs=False, quote_identifiers=True)
    except OptimizeError as error:
        raise unresolved(query, schema, error, text) from error
    except SqlglotError as error:
        raise QueryFailed("SYNTAX_ERROR", without_colours(error)) from error
    for clause in qualified.find_all(exp.Where, exp.Having, exp.Group):
        for column in clause.find_all(exp.Column):
            if not column.table and not column.find_ancestor(exp.Lambda):
                raise column_not_found(column, text)
    return annotate_types(qualified, schema=schema, dialect="trino")


def unresolved(query: exp.Query, schema: dict, error: OptimizeError, text: str) -> QueryFailed:
    """sqlglot names the column or the table that it cannot resolve; Athena's sentence also says where it stands."""
    named = re.search(r"(?:Column|Unknown table):? ['\"]*([\w.]+)", without_colours(error), re.IGNORECASE)
    name = named[1].rsplit(".", 1)[-1].lower() if named else ""
    for column in query.find_all(exp.Column):
        if name in (column.name.lower(), column.table.lower()):
            holders = sum(name in columns for columns in schema.values())
            return column_not_found(column, text, is_ambiguous=holders > 1 and not written_table(column))
    return QueryFailed("SYNTAX_ERROR", without_colours(error))


def column_not_found(column: exp.Column, text: str, is_ambiguous: bool = False) -> QueryFailed:
    table = written_table(column)
    name = f"{table.name}.{column.name}".lower() if table else column.name.lower()
    where = position(text, (table or column.this).meta.get("start", 0))
    if is_ambiguous:
        return QueryFailed("AMBIGUOUS_NAME", f"Column '{name}' is ambiguous", where)
    sentence = f"Column '{name}' cannot be resolved or requester is not authorized to access requested resources"
    return QueryFailed("COLUMN_NOT_FOUND", sentence, where)


def written_table(column: exp.Column) -> exp.Identifier | None:
    """The table before the column, if the query's author wrote it and it was not added since."""
    table = column.args.get("table")
    return table if table is not None and "start" in table.meta else None
