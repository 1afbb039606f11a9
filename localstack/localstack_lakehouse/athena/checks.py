"""What Athena refuses and DuckDB would let pass: comparing and adding things of different kinds."""

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
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
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
        for value in node.expressions:
            compare(node.this, value, "=", text)
    for node in query.find_all(exp.Between):
        for bound in (node.args["low"], node.args["high"]):
            compare(node.this, bound, "<=", text)
    for node in query.find_all(exp.DPipe):
        concatenate(node)
    for node in query.find_all(exp.SetOperation):
        unite(node)


def concatenate(node: exp.DPipe) -> None:
    kinds = [family(side) for side in (node.this, node.expression)]
    if None not in kinds and kinds != ["text", "text"]:
        sentence = f"Unexpected parameters ({', '.join(type_names(node.this, node.expression))}) for function concat"
        raise QueryFailed("FUNCTION_NOT_FOUND", sentence)


def unite(node: exp.SetOperation) -> None:
    for number, pair in enumerate(zip(node.left.selects, node.right.selects, strict=False), start=1):
        kinds = [family(side) for side in pair]
        if None not in kinds and kinds[0] != kinds[1]:
            names = ", ".join(type_names(*pair))
            operation = type(node).__name__.upper()
            sentence = f"column {number} in {operation} query has incompatible types: {names}"
            raise QueryFailed("TYPE_MISMATCH", sentence)


def type_names(*sides: exp.Expression) -> list[str]:
    return [side.type.sql(dialect="trino").lower() for side in sides]


def compare(left: exp.Expression, right: exp.Expression, sign: str, text: str) -> None:
    kinds = (family(left), family(right))
    adds_text = kinds == ("text", "text") and sign in "+-*/"
    if None in kinds or (kinds[0] == kinds[1] and not adds_text):
        return
    names = type_names(left, right)
    sentence = f"Cannot apply operator: {names[0]} {sign} {names[1]}"
    raise QueryFailed("TYPE_MISMATCH", sentence, operator_position(left, text))


def operator_position(left: exp.Expression, text: str) -> tuple[int, int] | None:
    """Athena points at the operator, which is the first thing after the left side."""
    ends = [part.meta["end"] for part in left.find_all(exp.Identifier) if "end" in part.meta]
    if not ends:
        return None
    offset = max(ends) + 1
    return position(text, offset + len(text[offset:]) - len(text[offset:].lstrip()))
