"""Values as Athena writes them, in a result's rows and in its CSV."""

import math
from decimal import Decimal

PYTHON_FORMATS = ("double", "real", "array", "map", "row", "varbinary")


def expression(name: str, trino: str) -> str:
    """DuckDB's text for a value, where that is Athena's; the rest is formatted from Python's values."""
    if trino == "timestamp":
        return f"strftime({name}, '%Y-%m-%d %H:%M:%S.%g')"
    if trino == "timestamp with time zone":
        return f"strftime(timezone('UTC', {name}), '%Y-%m-%d %H:%M:%S.%g') || ' UTC'"
    return name if trino.startswith(PYTHON_FORMATS) else f"cast({name} as varchar)"


def formatted(value: object, trino: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex(" ")
    return inner(value)


def inner(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, list):
        return f"[{', '.join(map(inner, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={inner(each)}" for key, each in value.items()) + "}"
    return str(value)


def java_double(value: float) -> str:
    """As Java writes a double: with a point always, and with an exponent from ten million on."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = format(Decimal(repr(value)), "f")
        return text if "." in text else f"{text}.0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{exponent + len(text) - 1}"


def csv(columns: list[str], rows: list[list[str | None]]) -> str:
    """Every value in quotes; null is nothing at all, so that it differs from the empty text."""
    return "".join(csv_line(line) for line in [columns, *rows])


def csv_line(values: list[str | None]) -> str:
    return ",".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in values) + "\n"


def text(rows: list[list[str | None]]) -> str:
    """A DDL statement's answer, which Athena keeps as plain lines."""
    return "\n".join("\t".join(value or "" for value in row) for row in rows)
