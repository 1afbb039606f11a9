"""The Condition element of a policy's statement."""

import ipaddress
from collections.abc import Callable
from datetime import datetime

from localstack_lakehouse.iam.patterns import arn_matches, matches, with_variables

Lookup = Callable[[str], list[str] | None]


class UnknownOperator(Exception):
    """The message names an operator that is none of IAM's, or that is not evaluated here."""


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def plain(text: str) -> str:
    """The text of a comparison without wildcards."""
    return text.replace("\\", "")


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, actual: plain(wanted) == actual,
    "StringEqualsIgnoreCase": lambda wanted, actual: plain(wanted).lower() == actual.lower(),
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "Bool": lambda wanted, actual: wanted.lower() == actual.lower(),
    "NumericEquals": lambda wanted, actual: float(actual) == float(wanted),
    "NumericLessThan": lambda wanted, actual: float(actual) < float(wanted),
    "NumericLessThanEquals": lambda wanted, actual: float(actual) <= float(wanted),
    "NumericGreaterThan": lambda wanted, actual: float(actual) > float(wanted),
    "NumericGreaterThanEquals": lambda wanted, actual: float(actual) >= float(wanted),
    "DateEquals": lambda wanted, actual: instant(actual) == instant(wanted),
    "DateLessThan": lambda wanted, actual: instant(actual) < instant(wanted),
    "DateLessThanEquals": lambda wanted, actual: instant(actual) <= instant(wanted),
    "DateGreaterThan": lambda wanted, actual: instant(actual) > instant(wanted),
    "DateGreaterThanEquals": lambda wanted, actual: instant(actual) >= instant(wanted),
    "IpAddress": lambda wanted, actual: ipaddress.ip_address(actual) in ipaddress.ip_network(wanted, strict=False),
}
NEGATIVE = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}


def met(condition: dict, lookup: Lookup) -> bool:
    """All operators and all their keys must hold."""
    return all(
        holds(operator, listed(wanted), key, lookup)
        for operator, keys in condition.items()
        for key, wanted in keys.items()
    )


def holds(operator: str, wanted: list[str], key: str, lookup: Lookup) -> bool:
    quantifier, _, name = operator.rpartition(":")
    if_exists, name = name.endswith("IfExists"), name.removesuffix("IfExists")
    actual = lookup(key)
    if name == "Null":
        return (actual is None) == (wanted[0].lower() == "true")
    if actual is None:
        return if_exists or quantifier == "ForAllValues" or (name in NEGATIVE and not quantifier)
    one = comparison(name, [value for text in wanted if (value := with_variables(text, lookup)) is not None])
    return (any if quantifier == "ForAnyValue" else all)(map(one, actual))


def comparison(name: str, wanted: list[str]) -> Callable[[str], bool]:
    """Whether one of the request's values is (or, by a negative operator, is none of) those the policy lists."""
    compare = OPERATORS.get(NEGATIVE.get(name, name))
    if not compare:
        raise UnknownOperator(f"Condition operator {name} is not evaluated here")

    def one(actual: str) -> bool:
        return any(compare(each, actual) for each in wanted) != (name in NEGATIVE)

    return one


def listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in values]
