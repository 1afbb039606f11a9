"""Trino's arithmetic of integers and decimals, which DuckDB would do in doubles.

There `1 / 2` is 0, `100.0 * 1 / 3` is 33.3, and dividing by zero is an error.
"""

from dataclasses import dataclass

from sqlglot import exp

MOST_DIGITS = 38
INTEGERS = {
    exp.DataType.Type.TINYINT: 3,
    exp.DataType.Type.SMALLINT: 5,
    exp.DataType.Type.INT: 10,
    exp.DataType.Type.BIGINT: 19,
}
SAME_AS_FIRST = (exp.Paren, exp.Neg, exp.Alias, exp.Max, exp.Min, exp.Abs, exp.Nullif, exp.Window, exp.Filter)


@dataclass(frozen=True)
class Exact:
    """An exact number's type: an integer, or a decimal of so many digits, so many of them after the point."""

    digits: int
    scale: int
    is_integer: bool = False


def as_trino_divides(query: exp.Expression) -> exp.Expression:
    """Rewrite the query's divisions, averages and roundings for DuckDB; types must be annotated."""
    for node in reversed(list(query.find_all(exp.Div, exp.Mod, exp.Avg, exp.Round))):
        kind = exact(node)
        if isinstance(node, exp.Mod):
            if kind is not None:
                node.set("expression", guarded(node.expression.copy()))
            continue
        if isinstance(node, exp.Div):
            node.set("typed", False)
        if kind is None:
            continue
        whole = with_its_window(node)
        whole.replace(division(node, kind) if isinstance(node, exp.Div) else rounded(whole.copy(), kind))
    return query


def with_its_window(node: exp.Expression) -> exp.Expression:
    while isinstance(node.parent, (exp.Window, exp.Filter)) and node.parent.this is node:
        node = node.parent
    return node


def division(node: exp.Div, kind: Exact) -> exp.Expression:
    dividend, divisor = node.this.copy(), guarded(node.expression.copy())
    if kind.is_integer:
        return exp.Paren(this=exp.IntDiv(this=dividend, expression=divisor))
    return rounded(exp.Div(this=dividend, expression=divisor), kind)


def rounded(number: exp.Expression, kind: Exact) -> exp.Expression:
    if kind.is_integer:
        return number
    if not isinstance(number, exp.Round):
        number = exp.Round(this=number, decimals=exp.Literal.number(kind.scale))
    return exp.cast(number, f"decimal({kind.digits}, {kind.scale})", dialect="trino")


def guarded(divisor: exp.Expression) -> exp.Expression:
    if isinstance(divisor, exp.Literal) and float(divisor.this) != 0:
        return divisor
    failure = exp.cast(exp.Literal.string("DIVISION_BY_ZERO"), "int")  # Fails, and unlike error() it may stand in TRY.
    zero = exp.EQ(this=divisor.copy(), expression=exp.Literal.number(0))
    return exp.Case(ifs=[exp.If(this=zero, true=failure)], default=divisor)


def exact(node: exp.Expression) -> Exact | None:
    """None for doubles, for what is no number, and for what cannot be told."""
    if isinstance(node, exp.Literal):
        return literal(node)
    if isinstance(node, SAME_AS_FIRST):
        return exact(node.this)
    if isinstance(node, exp.Cast):
        return declared(node.to)
    if isinstance(node, exp.Coalesce):
        return widest([node.this, *node.expressions])
    if isinstance(node, exp.Case):
        return widest([branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")])
    if isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod)):
        return combined(node, exact(node.this), exact(node.expression))
    if isinstance(node, exp.Round):
        inner = exact(node.this)
        return inner if not inner or inner.is_integer else Exact(min(MOST_DIGITS, inner.digits + 1), inner.scale)
    if isinstance(node, exp.Sum):
        inner = exact(node.this)
        return inner and (Exact(19, 0, True) if inner.is_integer else Exact(MOST_DIGITS, inner.scale))
    if isinstance(node, exp.Avg):
        inner = exact(node.this)
        return None if not inner or inner.is_integer else inner
    return declared(node.type) if node.type else None


def literal(node: exp.Literal) -> Exact | None:
    text = node.this.lower()
    if node.is_string or "e" in text:
        return None
    if "." not in text:
        return Exact(10 if abs(int(text)) < 2**31 else 19, 0, True)
    whole, fraction = text.split(".")
    return Exact(max(1, len(whole.lstrip("0")) + len(fraction)), len(fraction))


def declared(kind: exp.DataType) -> Exact | None:
    if kind.this in INTEGERS:
        return Exact(INTEGERS[kind.this], 0, True)
    if kind.this == exp.DataType.Type.DECIMAL:
        numbers = [int(parameter.name) for parameter in kind.expressions]
        return Exact(*(numbers + [38, 0][len(numbers) :])) if len(numbers) != 1 else Exact(numbers[0], 0)
    return None


def widest(nodes: list[exp.Expression | None]) -> Exact | None:
    kinds = [exact(node) for node in nodes if node is not None and not isinstance(node, exp.Null)]
    if not kinds or None in kinds:
        return None
    scale = max(kind.scale for kind in kinds)
    whole = max(kind.digits - kind.scale for kind in kinds)
    return Exact(min(MOST_DIGITS, whole + scale), scale, all(kind.is_integer for kind in kinds))


def combined(node: exp.Binary, left: Exact | None, right: Exact | None) -> Exact | None:
    if not left or not right:
        return None
    if left.is_integer and right.is_integer:
        return Exact(max(left.digits, right.digits), 0, True)
    scale = max(left.scale, right.scale)
    if isinstance(node, exp.Mul):
        return Exact(min(MOST_DIGITS, left.digits + right.digits), left.scale + right.scale)
    if isinstance(node, exp.Div):
        return Exact(min(MOST_DIGITS, left.digits + right.scale + max(right.scale - left.scale, 0)), scale)
    whole = max(left.digits - left.scale, right.digits - right.scale)
    return Exact(min(MOST_DIGITS, whole + scale + 1), scale)
