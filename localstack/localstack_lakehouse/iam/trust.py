"""Who may assume a role: its trust policy, and where that trusts the whole account, the caller's own policies too."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from moto.iam.models import iam_backends

from localstack_lakehouse.iam import facts
from localstack_lakehouse.iam.call import Call
from localstack_lakehouse.iam.conditions import Lookup, listed
from localstack_lakehouse.iam.evaluation import Decision, decide, statements
from localstack_lakehouse.iam.principal import Principal

ASSUME = "sts:AssumeRole"


class Trust(Enum):
    NONE = "not trusted"
    ACCOUNT = "trusted with the account: the caller's own policies decide"
    NAMED = "trusted by name"


@dataclass(frozen=True)
class Assuming:
    """Whoever asks for a role: the names that a trust policy may know it by, and its account."""

    arn: str
    names: frozenset[str]
    account: str | None
    facts: Callable[[Call], dict[str, list[str]]]


def of_service(service: str, told: dict) -> Assuming:
    """A service acts for a resource of the account, and is not trusted with it."""
    name = f"{service}.amazonaws.com"
    return Assuming(name, frozenset([name]), None, lambda call: facts.of_service(call.account, told.get("source_arn")))


def of_identity(call: Call, principal: Principal | None) -> Assuming:
    """A user, a session, or the account itself."""
    if not principal:
        return Assuming(f"arn:aws:iam::{call.account}:root", frozenset(), call.account, lambda _: {})
    names = frozenset([principal.arn, principal.identity_arn])
    return Assuming(principal.arn, names, call.account, lambda _: facts.of_principal(principal))


def trust_of(role_arn: str, who: Assuming, lookup: Lookup) -> Trust:
    roles = iam_backends[role_arn.split(":")[4]]["aws"].roles.values()
    role = next((each for each in roles if each.arn == role_arn), None)
    if not role:
        return Trust.NONE
    account = {who.account, f"arn:aws:iam::{who.account}:root"} if who.account else set()
    found = statements(role.assume_role_policy_document)
    by_name = [each for each in found if (who.names | {"*"}) & principals(each)]
    by_account = [each for each in found if account & principals(each)]
    if decided(by_name + by_account, lookup) != Decision.ALLOWED:
        return Trust.NONE
    return Trust.NAMED if decided(by_name, lookup) == Decision.ALLOWED else Trust.ACCOUNT


def decided(found: list[dict], lookup: Lookup) -> Decision:
    return decide([json.dumps({"Statement": found})], ASSUME, "*", lookup)


def principals(statement: dict) -> set[str]:
    principal = statement.get("Principal", {})
    if isinstance(principal, str):
        return {principal}
    return {name for kind in ("AWS", "Service") for name in listed(principal.get(kind, []))}
