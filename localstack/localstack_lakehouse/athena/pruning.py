"""Which of a table's partitions a query can see: those for which its own conditions on partition columns hold."""

import duckdb
from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from localstack_lakehouse.athena.relations import Location, quoted


def prune(
    engine: duckdb.DuckDBPyConnection, places: list[Location], columns: list[str], alias: str, scope: Scope
) -> list[Location]:
    conditions = [
        condition.sql(dialect="duckdb")
        for condition in conjuncts(scope.expression.args.get("where"))
        if only_about(condition, columns, alias, alone=len(scope.sources) == 1)
    ]
    if not places or not conditions:
        return places
    rows = ", ".join(f"({number}, {', '.join(map(quoted, place.values))})" for number, place in enumerate(places))
    names = ", ".join(f'"{name}"' for name in ["number", *columns])
    nulls = ", ".join(["null"] * len(columns))
    kept = set(range(len(places)))
    for condition in conditions:
        relation = f'(values {rows}, (null, {nulls})) as "{alias}"({names})'
        try:
            answers = engine.execute(f"select number from {relation} where {condition}").fetchall()
        except duckdb.Error:
            continue  # The query itself will fail on it, with a better sentence.
        if (None,) not in answers:  # A condition that nulls satisfy may be about an outer join's missing rows.
            kept &= {number for (number,) in answers}
    return [place for number, place in enumerate(places) if number in kept]


def conjuncts(where: exp.Where | None) -> list[exp.Expression]:
    return list(where.this.flatten()) if where and isinstance(where.this, exp.And) else [where.this] if where else []


def only_about(condition: exp.Expression, names: list[str], alias: str, alone: bool) -> bool:
    """Unqualified names are taken only where there is no other table that they could come from."""
    found = list(condition.find_all(exp.Column))
    if not found or condition.find(exp.Subquery, exp.Select, exp.Placeholder):
        return False
    return all(
        column.name.lower() in names and (column.table.lower() == alias or (alone and not column.table))
        for column in found
    )
