"""Athena's SQL, checked as Athena checks it, and then said in DuckDB's words."""

from dataclasses import dataclass

import duckdb
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from localstack_lakehouse.athena import casts, grammar, relations, views
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.checks import check_types
from localstack_lakehouse.athena.decimals import as_trino_divides
from localstack_lakehouse.athena.errors import QueryFailed, position
from localstack_lakehouse.athena.functions import check as check_functions
from localstack_lakehouse.athena.meanings import keep_meanings
from localstack_lakehouse.athena.parse import (
    UNNAMED,
    mark_unnamed,
    own_names,
    parse,
    refuse_statements_that_are_no_query,
    with_parameters,
)
from localstack_lakehouse.athena.pruning import prune
from localstack_lakehouse.athena.resolve import resolve

CATALOG = "awsdatacatalog"
DEEPEST_VIEW = 16


def scan(table: dict, places: list[relations.Location], registered: int) -> list[str]:
    """What EXPLAIN says of a table: which of its partitions are read."""
    keys = relations.partition_columns(table)
    head = f"TableScan[table = {CATALOG}:{table['DatabaseName']}:{table['Name']}]"
    if not keys:
        return [head]
    named = ["/".join(f"{key}={value}" for key, value in zip(keys, place.values, strict=True)) for place in places]
    return [f"{head} partitions = {len(places)} of {registered}", *(f"    {name}" for name in named)]


def type_nulls(query: exp.Query) -> None:
    """A column of nothing but null is text."""
    for item in query.selects if isinstance(query, exp.Select) else []:
        if isinstance(item.unalias(), exp.Null):
            item.unalias().replace(exp.cast(exp.Null(), "text"))


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
        self.scans: list[str] = []
        self.relations = relations.Relations(engine, catalog)

    def translate(self, text: str, database: str | None, parameters: list[str] | None = None) -> Translated:
        refuse_statements_that_are_no_query(text)
        grammar.check(text)
        casts.check(text)
        query = with_parameters(parse(text), parameters or [])
        check_functions(text, own_names(query))
        mark_unnamed(query)
        schema = self._bind_tables(query, text, database)
        query = resolve(query, schema, text)
        check_types(query, text)
        keep_meanings(query)
        as_trino_divides(query)
        type_nulls(query)
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
        registered = relations.locations(table, self._catalog)
        places = prune(self._engine, registered, relations.partition_columns(table), alias, scope)
        self.scans += scan(table, places, len(registered))
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
