"""Trino's failures by the names and in the sentences that Athena has for them."""

import re

from trino.exceptions import Error, TrinoQueryError

from localstack_lakehouse.athena.errors import QueryFailed, QueryTooLarge

UNAUTHORISED = "cannot be resolved or requester is not authorized to access requested resources"
# Athena reads the text before an engine sees it, and names no code where it cannot.
UNREADABLE = re.compile(r"line \d+:\d+: (?:mismatched input|extraneous input|missing|no viable|token recognition)")
OWN_CATALOG = re.compile(r"Cannot .* (system)\.\w+")
PLACE = re.compile(r"^line (\d+):")
WHOLE_PLACE = re.compile(r"^line \d+:\d+:")


def failed(error: Error, lines_before: int = 0) -> Exception:
    """Trino counted lines that we put before the text, which Athena does not know."""
    if not isinstance(error, TrinoQueryError):
        return QueryFailed("GENERIC_INTERNAL_ERROR", f"Trino does not answer: {error}")
    code = error.error_name
    sentence = PLACE.sub(lambda place: f"line {max(1, int(place[1]) - lines_before)}:", error.message)
    if code == "EXCEEDED_SCAN_LIMIT":
        return QueryTooLarge()
    if code == "SYNTAX_ERROR" and UNREADABLE.match(sentence):
        return QueryFailed(None, sentence)
    if code == "INVALID_PARAMETER_USAGE":
        return QueryFailed(code, WHOLE_PLACE.sub("line 1:1:", sentence))
    if code == "COLUMN_NOT_FOUND":
        return QueryFailed(code, sentence.replace("cannot be resolved", UNAUTHORISED))
    if code == "PERMISSION_DENIED" and (catalog := OWN_CATALOG.search(sentence)):
        return QueryFailed("CATALOG_NOT_FOUND", f"Catalog '{catalog[1]}' does not exist")
    return QueryFailed(code, sentence)
