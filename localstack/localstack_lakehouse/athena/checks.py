"""What Athena refuses and DuckDB would let pass: comparing and adding things of different kinds."""

import re

from sqlglot import exp

from localstack_lakehouse.athena.errors import QueryFailed, position

Kind = exp.DataType.Type
FAMILIES = {
    "text": exp.DataType.TEXT_TYPES,
    "number": exp.DataType.NUMERIC_TYPES,
    "boolean": {Kind.BOOLEAN},
    "time": {Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.TIMESTAMPLTZ, Kind.DATETIME},
}
SIGNS = {
    # Athena has three comparisons, and turns the others round.
    exp.EQ: "=",
    exp.NEQ: "=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: "<",
    exp.GTE: "<=",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}


def family(node: exp.Expression) -> str | None:
    if node.type is None:
        return None
    return next((name for name, kinds in FAMILIES.items() if node.type.this in kinds), None)


def check_types(query: exp.Expression, text: str) -> None:
    """Only where both kinds are known: an unknown one is left to the engine."""
    for node in query.find_all(*SIGNS):
        compare(node.this, node.expression, SIGNS[type(node)], text)
    for node in query.find_all(exp.In):
        check_list(node, text)
    for node in query.find_all(exp.Between):
        for bound in (node.args["low"], node.args["high"]):
            compare(node.this, bound, "<=", text)
    for node in query.find_all(exp.DPipe):
        concatenate(node, text)
    for node in query.find_all(exp.SetOperation):
        unite(node, text)


def check_list(node: exp.In, text: str) -> None:
    kinds = [family(each) for each in (node.this, *node.expressions)]
    if len(set(kinds)) < 2 or None in kinds:
        return
    other = next(each for each, kind in zip(node.expressions, kinds[1:], strict=True) if kind != kinds[0])
    names = list(dict.fromkeys(type_names(node.this, *node.expressions)))
    first, second = type_names(node.this, other)
    rule = "IN value and list items must be the same type or coercible to a common type"
    sentence = f"{rule}. Cannot find common type between {first} and {second}, all types (without duplicates):"
    where = operator_position(node.this, text, "in", "(")
    raise QueryFailed("TYPE_MISMATCH", f"{sentence} [{', '.join(names)}]", where)


def concatenate(node: exp.DPipe, text: str) -> None:
    kinds = [family(side) for side in (node.this, node.expression)]
    if None not in kinds and kinds != ["text", "text"]:
        sentence = f"Unexpected parameters ({', '.join(type_names(node.this, node.expression))}) for function concat"
        raise QueryFailed("FUNCTION_NOT_FOUND", sentence, only_place(r"\|\|", text))


def unite(node: exp.SetOperation, text: str) -> None:
    for number, pair in enumerate(zip(node.left.selects, node.right.selects, strict=False), start=1):
        kinds = [family(side) for side in pair]
        if None not in kinds and kinds[0] != kinds[1]:
            names = ", ".join(type_names(*pair))
            operation = type(node).__name__.upper()
            sentence = f"column {number} in {operation} query has incompatible types: {names}"
            raise QueryFailed("TYPE_MISMATCH", sentence, only_place(rf"\b{operation}\b", text))


def only_place(pattern: str, text: str) -> tuple[int, int] | None:
    """Where an operator stands; unknown where there are several."""
    found = list(re.finditer(pattern, text, re.IGNORECASE))
    return position(text, found[0].start()) if len(found) == 1 else None


def type_names(*sides: exp.Expression) -> list[str]:
    return [type_name(side) for side in sides]


def type_name(side: exp.Expression) -> str:
    """A text that is written in the query has its length."""
    name = side.type.sql(dialect="trino").lower()
    bare = side.unalias()
    return f"varchar({len(bare.this)})" if isinstance(bare, exp.Literal) and bare.is_string else name


def compare(left: exp.Expression, right: exp.Expression, sign: str, text: str) -> None:
    kinds = (family(left), family(right))
    adds_text = kinds == ("text", "text") and sign in "+-*/"
    if None in kinds or (kinds[0] == kinds[1] and not adds_text):
        return
    names = type_names(left, right)
    sentence = f"Cannot apply operator: {names[0]} {sign} {names[1]}"
    raise QueryFailed("TYPE_MISMATCH", sentence, operator_position(left, text))


def operator_position(left: exp.Expression, text: str, *passed: str) -> tuple[int, int] | None:
    """Athena points at the operator, which is the first thing after the left side; or at what comes after words."""
    ends = [part.meta["end"] for part in left.find_all(exp.Identifier) if "end" in part.meta]
    if not ends:
        return None
    offset = after_blanks(text, max(ends) + 1)
    for word in passed:
        if text[offset : offset + len(word)].lower() != word:
            return None
        offset = after_blanks(text, offset + len(word))
    return position(text, offset)


def after_blanks(text: str, offset: int) -> int:
    return offset + len(text[offset:]) - len(text[offset:].lstrip())
