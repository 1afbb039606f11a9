"""Who makes a request, and the policies that are theirs: moto's IAM and STS keep both."""

from dataclasses import dataclass, field

from moto.iam.models import IAMBackend, Policy, Role, User, iam_backends
from moto.sts.models import sts_backends

from localstack_lakehouse.iam.conditions import Lookup
from localstack_lakehouse.iam.evaluation import Decision, both, decide

PARTITION = "aws"
ISSUED = ("LSIA", "LKIA", "ASIA", "AKIA")


class UnknownKey(Exception):
    """An access key as IAM or STS would have issued it, but neither knows it."""


@dataclass(frozen=True)
class Principal:
    """A user, or a session of a role."""

    arn: str
    account: str
    identity_arn: str  # of the user or the role
    tags: dict[str, str]
    facts: dict[str, list[str]]
    documents: list[str] = field(repr=False)
    boundary: str | None = field(default=None, repr=False)
    session_policy: str | None = field(default=None, repr=False)

    def decide(self, action: str, resource: str, lookup: Lookup) -> Decision:
        decision = decide(self.documents, action, resource, lookup)
        for limit in (self.boundary, self.session_policy):
            if limit:
                decision = both(decision, decide([limit], action, resource, lookup))
        return decision


def principal_of(access_key: str, account: str) -> Principal | None:
    """None for the account itself: any key that IAM and STS did not issue."""
    iam = iam_backends[account][PARTITION]
    session = sts_backends[account][PARTITION].get_assumed_role_from_access_key(access_key)
    if session:
        role = iam.get_role_by_arn(session.role_arn)
        return of_role(iam, role, session.arn, f"{role.id}:{session.session_name}", session.policy)
    if key := iam.access_keys.get(access_key):
        return of_user(iam, iam.get_user(key.user_name))
    if access_key.startswith(ISSUED) and len(access_key) >= 20:
        raise UnknownKey(access_key)
    return None


def of_arn(arn: str, account: str) -> Principal:
    """A user or a role as SimulatePrincipalPolicy names them."""
    iam = iam_backends[account][PARTITION]
    name = arn.rsplit("/", 1)[-1]
    if ":user/" in arn:
        return of_user(iam, iam.get_user(name))
    role = iam.get_role(name)
    return of_role(iam, role, role.arn, role.id, None)


def of_role(iam: IAMBackend, role: Role, arn: str, user_id: str, session_policy: str | None) -> Principal:
    documents = [*role.policies.values(), *map(document_of, role.managed_policies.values())]
    tags = {tag["Key"]: tag["Value"] for tag in role.tags or []}
    boundary = role.permissions_boundary_arn and document_of(iam.get_policy(role.permissions_boundary_arn))
    facts = {"aws:userid": [user_id]}
    return Principal(arn, iam.account_id, role.arn, tags, facts, documents, boundary, session_policy)


def of_user(iam: IAMBackend, user: User) -> Principal:
    groups = iam.get_groups_for_user(user.name)
    documents = [*user.policies.values(), *map(document_of, user.managed_policies.values())]
    for group in groups:
        documents += [*group.policies.values(), *map(document_of, group.managed_policies.values())]
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(user.name)}
    facts = {"aws:userid": [user.id], "aws:username": [user.name]}
    return Principal(user.arn, iam.account_id, user.arn, tags, facts, documents)


def document_of(policy: Policy) -> str:
    return next(version.document for version in policy.versions if version.is_default)
