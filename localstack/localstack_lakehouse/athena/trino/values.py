"""Trino's types and values, as its protocol writes them in JSON, in Athena's words."""

import base64
import re

from localstack_lakehouse.athena.results import java_double
from localstack_lakehouse.athena.types import NAMED, inside, split

PRECISE = re.compile(r"\b(timestamp|time)\(\d+\)")
LENGTH = re.compile(r"\bvarchar\(\d+\)")


def athenas_type(trino: str) -> str:
    """Athena shows no precision of times and no length of text."""
    return LENGTH.sub("varchar", PRECISE.sub(r"\1", trino)).replace("unknown", "varchar")


def text(value: object, kind: str) -> str | None:
    return None if value is None else inner(value, kind)


def inner(value: object, kind: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if kind in ("double", "real"):
        return java_double(float(value))
    if kind == "varbinary":
        return base64.b64decode(value).hex(" ")
    if kind.startswith("array("):
        return f"[{', '.join(inner(each, inside(kind)) for each in value)}]"
    if kind.startswith("map("):
        of_key, of_value = split(inside(kind))
        return "{" + ", ".join(f"{inner(key, of_key)}={inner(each, of_value)}" for key, each in value.items()) + "}"
    if kind.startswith("row("):
        return row(value, split(inside(kind)))
    return str(value)


def row(values: list, fields: list[str]) -> str:
    named = (NAMED.match(field) for field in fields)
    pairs = (
        f"{found[1]}={inner(value, found[2])}" if found else inner(value, field)
        for value, field, found in zip(values, fields, named, strict=True)
    )
    return "{" + ", ".join(pairs) + "}"
