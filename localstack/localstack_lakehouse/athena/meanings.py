"""Where the same words mean another thing in DuckDB than in Athena, the query is reworded to keep its meaning."""

from sqlglot import exp

from localstack_lakehouse.athena.decimals import literal
from localstack_lakehouse.athena.errors import QueryFailed

DATE_ARITHMETIC = (exp.Add, exp.Sub, exp.DateAdd, exp.DateSub, exp.DateTrunc, exp.TimestampTrunc)


def keep_meanings(query: exp.Query) -> None:
    """Types must be annotated."""
    for node in reversed(list(query.find_all(*DATE_ARITHMETIC))):
        keep_date(node)
    for node in reversed(list(query.find_all(exp.Cast))):
        keep_length(node)
        keep_decimal(node)
    for node in reversed(list(query.find_all(exp.RegexpExtract))):
        keep_null(node)


def keep_date(node: exp.Expression) -> None:
    """A day more, or the month's first, is a date where the argument is; DuckDB makes it a timestamp."""
    if is_date(node.this) and is_date(node.args.get("expression")):
        raise QueryFailed(
            "NOT_SUPPORTED", "Athena subtracts dates to an interval, but this local one has date_diff only"
        )
    truncated = isinstance(node, (exp.DateTrunc, exp.TimestampTrunc)) and is_date(node.this)
    if is_date(node) or truncated:
        node.replace(exp.cast(node.copy(), "date"))


def is_date(node: exp.Expression | None) -> bool:
    return node is not None and node.type is not None and node.type.this == exp.DataType.Type.DATE


def keep_length(node: exp.Cast) -> None:
    """A cast to varchar(3) keeps three characters; DuckDB keeps all."""
    if node.to.this == exp.DataType.Type.VARCHAR and node.to.expressions:
        length = node.to.expressions[0].this.copy()
        node.replace(exp.Left(this=exp.cast(node.this.copy(), "text"), expression=length))


def keep_decimal(node: exp.Cast) -> None:
    """`decimal '1.5'` has the digits it is written with, plain `decimal` 38; DuckDB's has 18, 3 after the point."""
    if node.to.this != exp.DataType.Type.DECIMAL or node.to.expressions:
        return
    written = literal(exp.Literal.number(node.this.name)) if node.this.is_string else None
    digits, scale = (written.digits, written.scale) if written else (38, 0)
    node.set("to", exp.DataType.build(f"decimal({digits}, {scale})"))


def keep_null(node: exp.RegexpExtract) -> None:
    """No match is null; DuckDB gives the empty text."""
    matches = exp.RegexpLike(this=node.this.copy(), expression=node.expression.copy())
    node.replace(exp.Case(ifs=[exp.If(this=matches, true=node.copy())]))
