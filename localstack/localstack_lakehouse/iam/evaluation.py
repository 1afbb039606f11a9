"""Whether policies allow an action on a resource: pure, for enforcement and for the simulator alike."""

import json
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from localstack_lakehouse.iam.conditions import Lookup, listed, met
from localstack_lakehouse.iam.patterns import arn_matches, matches, with_variables


class Decision(StrEnum):
    """As SimulatePrincipalPolicy spells them."""

    ALLOWED = "allowed"
    IMPLICIT_DENY = "implicitDeny"
    EXPLICIT_DENY = "explicitDeny"


def decide(documents: Iterable[str], action: str, resource: str, lookup: Lookup) -> Decision:
    """A Deny that applies wins; without an Allow nothing is allowed."""
    effects = {
        statement["Effect"]
        for document in documents
        for statement in statements(document)
        if concerns(statement, action, resource, lookup)
    }
    if "Deny" in effects:
        return Decision.EXPLICIT_DENY
    return Decision.ALLOWED if "Allow" in effects else Decision.IMPLICIT_DENY


def both(first: Decision, second: Decision) -> Decision:
    """Of two sets of policies that must each allow, such as a role's and its session's."""
    if Decision.EXPLICIT_DENY in (first, second):
        return Decision.EXPLICIT_DENY
    return Decision.ALLOWED if first == second == Decision.ALLOWED else Decision.IMPLICIT_DENY


@lru_cache(maxsize=512)
def statements(document: str) -> list[dict]:
    found = json.loads(document)["Statement"]
    return found if isinstance(found, list) else [found]


def concerns(statement: dict, action: str, resource: str, lookup: Lookup) -> bool:
    return (
        action_is_meant(statement, action)
        and resource_is_meant(statement, resource, lookup)
        and met(statement.get("Condition") or {}, lookup)
    )


def action_is_meant(statement: dict, action: str) -> bool:
    named = "NotAction" if "NotAction" in statement else "Action"
    is_named = any(matches(pattern.lower(), action.lower()) for pattern in listed(statement[named]))
    return is_named == (named == "Action")


def resource_is_meant(statement: dict, resource: str, lookup: Lookup) -> bool:
    """A trust policy has no Resource: the role itself is meant."""
    named = "NotResource" if "NotResource" in statement else "Resource"
    if named not in statement:
        return True
    patterns = [with_variables(text, lookup) for text in listed(statement[named])]
    is_named = any(pattern is not None and arn_matches(pattern, resource) for pattern in patterns)
    return is_named == (named == "Resource")
