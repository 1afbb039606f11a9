"""Athena's SQL, checked as Athena checks it, and then said in DuckDB's words."""

import logging
import re
from dataclasses import dataclass

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import OptimizeError, ParseError, SqlglotError, TokenError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from localstack_lakehouse.athena import relations, views
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.checks import check_types
from localstack_lakehouse.athena.decimals import as_trino_divides
from localstack_lakehouse.athena.errors import QueryFailed, position
from localstack_lakehouse.athena.functions import check as check_functions
from localstack_lakehouse.athena.meanings import keep_meanings
from localstack_lakehouse.athena.pruning import prune

logging.getLogger("sqlglot").setLevel(logging.ERROR)
CATALOG = "awsdatacatalog"
UNNAMED = "_unnamed_"
DEEPEST_VIEW = 16
ANSI = re.compile(r"\x1b\[\d*m")
QUERIES = ("select", "with", "values", "table", "(")
OTHERS = (
    "alter analyze create deallocate delete describe drop execute explain insert merge msck optimize prepare show "
    "unload update vacuum"
).split()


@dataclass(frozen=True)
class Translated:
    sql: str
    names: list[str]
    unnamed: list[int]


class Translator:
    """Turns queries into DuckDB's SQL, adding to the engine a view for each table they name."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, catalog: Catalog):
        self._engine = engine
        self._catalog = catalog
        self._depth = 0
        self.relations = relations.Relations(engine, catalog)

    def translate(self, text: str, database: str | None, parameters: list[str] | None = None) -> Translated:
        query = with_parameters(parse(text), parameters or [])
        check_functions(text, own_names(query))
        mark_unnamed(query)
        schema = self._bind_tables(query, text, database)
        query = resolve(query, schema, text)
        check_types(query, text)
        keep_meanings(query)
        as_trino_divides(query)
        outputs = [select.alias_or_name for select in query.selects]
        unnamed = [number for number, name in enumerate(outputs) if name.startswith(UNNAMED)]
        names = [f"_col{number}" if number in unnamed else name for number, name in enumerate(outputs)]
        return Translated(query.sql(dialect="duckdb"), names, unnamed)

    def _bind_tables(self, query: exp.Expression, text: str, database: str | None) -> dict[str, dict[str, str]]:
        """Put a view of our own in the place of every table; the columns of each, by the view's name."""
        schema = {}
        for scope in traverse_scope(query):
            for alias, source in list(scope.sources.items()):
                if isinstance(source, exp.Table) and source.parent_select is scope.expression:
                    name, columns = self._bind(source, alias.lower(), scope, text, database)
                    schema[name] = columns
                    source.set("alias", source.args.get("alias") or exp.TableAlias(this=exp.to_identifier(source.name)))
                    for part, value in (("this", exp.to_identifier(name)), ("db", None), ("catalog", None)):
                        source.set(part, value)
        for column in query.find_all(exp.Column):
            column.set("db", None)
            column.set("catalog", None)
        return schema

    def _bind(
        self, source: exp.Table, alias: str, scope: Scope, text: str, database: str | None
    ) -> tuple[str, dict[str, str]]:
        first = source.args.get("catalog") or source.args.get("db") or source.this
        where = position(text, first.meta.get("start", 0))
        table = self._look_up(source, where, database)
        if views.is_view(table):
            view = views.decode(table)
            return self._bind_view(view), view.columns
        places = relations.locations(table, self._catalog)
        places = prune(self._engine, places, relations.partition_columns(table), alias, scope)
        return self.relations.add_table(table, places), relations.columns(table)

    def _bind_view(self, view: views.View) -> str:
        if self._depth >= DEEPEST_VIEW:
            raise QueryFailed("INVALID_VIEW", "The view refers to itself, or to too many others")
        self._depth += 1
        try:
            return self.relations.add_view(self.translate(view.sql, view.schema).sql)
        except QueryFailed as error:
            raise QueryFailed("INVALID_VIEW", f"Failed analyzing stored view: {error}") from error
        finally:
            self._depth -= 1

    def _look_up(self, source: exp.Table, where: tuple[int, int], database: str | None) -> dict:
        catalog, schema, name = source.catalog.lower(), source.db.lower() or database, source.name.lower()
        if catalog and catalog != CATALOG:
            raise QueryFailed("CATALOG_NOT_FOUND", f"Catalog '{catalog}' does not exist", where)
        if not schema:
            raise QueryFailed("MISSING_SCHEMA_NAME", "Schema must be specified when session schema is not set", where)
        table = self._catalog.table(schema, name)
        if table:
            return table
        if not self._catalog.has_database(schema):
            raise QueryFailed("SCHEMA_NOT_FOUND", f"Schema '{schema}' does not exist", where)
        raise QueryFailed("TABLE_NOT_FOUND", f"Table '{CATALOG}.{schema}.{name}' does not exist", where)


def parse(text: str) -> exp.Query:
    first = text.split(maxsplit=1)[0] if text.strip() else "<EOF>"
    if first.lower() in OTHERS:
        raise QueryFailed("NOT_SUPPORTED", f"This local Athena does not run this {first.upper()} statement")
    if not first.lower().startswith(QUERIES):
        raise QueryFailed(None, f"mismatched input '{first}'", position(text, max(0, text.find(first))))
    try:
        statements = [statement for statement in sqlglot.parse(text, dialect="trino") if statement is not None]
    except (ParseError, TokenError) as error:
        raise mismatched_input(error, text) from error
    if len(statements) != 1:
        raise QueryFailed(None, f"Only one sql statement is allowed. Got: {text.strip()}")
    statement = statements[0]
    if isinstance(statement, exp.Values):
        count = len(statement.expressions[0].expressions)
        names = [exp.to_identifier(f"_col{number}") for number in range(count)]
        statement.set("alias", exp.TableAlias(this=exp.to_identifier("_values"), columns=names))
        return exp.select("*").from_(statement)
    refuse_other_dialects(statement, first)
    return statement


def refuse_other_dialects(statement: exp.Expression, first: str) -> None:
    if not isinstance(statement, exp.Query):
        raise QueryFailed(None, f"mismatched input '{first}'", (1, 1))
    for select in statement.find_all(exp.Select):
        distinct = select.args.get("distinct")
        if distinct and distinct.args.get("on"):
            raise QueryFailed(None, "mismatched input 'on'")
    for star in statement.find_all(exp.Star):
        for word in ("except_", "except", "replace", "rename"):
            if star.args.get(word):
                raise QueryFailed(None, f"mismatched input '{word.rstrip('_')}'")


def mismatched_input(error: Exception, text: str) -> QueryFailed:
    details = getattr(error, "errors", None)
    if not details:
        return QueryFailed(None, ANSI.sub("", str(error)), (1, 1))
    first = details[0]
    word, line, column = first["highlight"] or "<EOF>", first["line"], first["col"]
    if "SENTINEL" in first["description"]:
        word = "<EOF>"
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


def resolve(query: exp.Query, schema: dict[str, dict[str, str]], text: str) -> exp.Query:
    try:
        qualified = qualify(query, dialect="trino", schema=schema, expand_alias_refs=False, quote_identifiers=True)
    except OptimizeError as error:
        raise unresolved(query, schema, error, text) from error
    except SqlglotError as error:
        raise QueryFailed("SYNTAX_ERROR", ANSI.sub("", str(error))) from error
    for clause in qualified.find_all(exp.Where, exp.Having, exp.Group):
        for column in clause.find_all(exp.Column):
            if not column.table and not column.find_ancestor(exp.Lambda):
                raise column_not_found(column, text)
    return annotate_types(qualified, schema=schema, dialect="trino")


def unresolved(query: exp.Query, schema: dict, error: OptimizeError, text: str) -> QueryFailed:
    """sqlglot names the column or the table that it cannot resolve; Athena's sentence also says where it stands."""
    named = re.search(r"(?:Column|Unknown table):? ['\"]*([\w.]+)", ANSI.sub("", str(error)), re.IGNORECASE)
    name = named[1].rsplit(".", 1)[-1].lower() if named else ""
    for column in query.find_all(exp.Column):
        if name in (column.name.lower(), column.table.lower()):
            holders = sum(name in columns for columns in schema.values())
            return column_not_found(column, text, is_ambiguous=holders > 1 and not written_table(column))
    return QueryFailed("SYNTAX_ERROR", ANSI.sub("", str(error)))


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
