"""A statement's text, parts of which are blanked so that the places of the others stay what they are."""

import re

LEADING = re.compile(r"\A(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)


def without_comments_before(text: str) -> str:
    """The same text, its leading comments blanked, so that places in it stay where they are."""
    return blanked(text, LEADING.match(text).end()).rstrip().removesuffix(";")


def blanked(text: str, end: int) -> str:
    return re.sub(r"[^\n]", " ", text[:end]) + text[end:]
