"""IAM's wildcards and policy variables."""

import re
from collections.abc import Callable
from functools import cache

VARIABLE = re.compile(r"\$\{([^},]+)(?:,\s*'([^']*)')?\}")
SPECIAL = {"*": "*", "?": "?", "$": "$"}
ARN_PARTS = 6


@cache
def glob(pattern: str) -> re.Pattern:
    """`*` is any text, `?` any character; a backslash keeps what a policy variable stood for as it is."""
    pieces = re.findall(r"\\.|[^\\]", pattern, re.DOTALL)
    translated = {"*": ".*", "?": "."}
    return re.compile("".join(translated.get(each) or re.escape(each[-1]) for each in pieces), re.DOTALL)


def matches(pattern: str, value: str) -> bool:
    return bool(glob(pattern).fullmatch(value))


def arn_matches(pattern: str, arn: str) -> bool:
    """Wildcards reach no further than the part of the ARN in which they stand; the last part is the rest of it."""
    if pattern == "*":
        return True
    patterns, parts = pattern.split(":", ARN_PARTS - 1), arn.split(":", ARN_PARTS - 1)
    return len(patterns) == len(parts) and all(map(matches, patterns, parts))


def with_variables(text: str, lookup: Callable[[str], list[str] | None]) -> str | None:
    """The text with ${aws:…} replaced, as literal text; nothing where a variable has no value and no default."""
    missing = False

    def value(found: re.Match) -> str:
        nonlocal missing
        name, default = found[1].strip(), found[2]
        known = [SPECIAL[name]] if name in SPECIAL else lookup(name)
        if known is None and default is None:
            missing = True
        return re.sub(r"([*?\\])", r"\\\1", known[0] if known else default or "")

    replaced = VARIABLE.sub(value, text)
    return None if missing else replaced
