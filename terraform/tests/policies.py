"""The policies in a plan, and what in them is wider than it may be."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

POLICIES = ("policy", "assume_role_policy")
# Here `policy` is what AWS reports; ours are resources of their own, but for endpoints, which have none.
REPORTED = ("aws_s3_bucket", "aws_secretsmanager_secret", "aws_sns_topic", "aws_vpc_endpoint")
# A wildcard in a resource has to follow a name of ours: "daylake-lake/*" is ours, "cluster/*" is everybody's.
OURS = ("daylake", "crime_data", "chicago", "airflow/variables/daylake", "airflow-daylake")


@dataclass(frozen=True)
class Finding:
    """One thing that is wider than a rule allows: where, in which statement, what, and what the statement says else."""

    where: str
    sid: str
    what: str
    actions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def resources(plan: dict) -> list[dict]:
    return plan["planned_values"]["root_module"]["resources"]


def documents(plan: dict) -> dict[str, dict]:
    """Every policy document by its address, such as aws_iam_role.airflow.assume_role_policy."""
    found = {}
    for resource in resources(plan):
        for name in POLICIES:
            if text := resource["values"].get(name):
                found[f"{resource['address']}.{name}"] = json.loads(text)
    return found


def unknown(plan: dict) -> list[str]:
    """Policies that would be known only once applied: nobody could have read them before."""
    return [
        f"{change['address']}.{name}"
        for change in plan["resource_changes"]
        for name in POLICIES
        if change["type"] not in REPORTED and change["change"].get("after_unknown", {}).get(name) is True
    ]


def attached(plan: dict) -> Iterator[Finding]:
    """Policies that are AWS's own, whose text is not in the plan."""
    for resource in resources(plan):
        if resource["type"] == "aws_iam_role_policy_attachment":
            yield Finding(resource["address"], "", resource["values"]["policy_arn"].rsplit("/", 1)[-1])
        for name in ("inline_policy", "managed_policy_arns"):
            if resource["type"] == "aws_iam_role" and resource["values"].get(name):
                yield Finding(resource["address"], "", name)  # a second way to give rights, which is not read here


def too_wide(where: str, document: dict) -> Iterator[Finding]:
    for statement in listed(document["Statement"]):
        if statement["Effect"] == "Deny":
            continue
        actions = tuple(sorted(listed(statement.get("Action", []))))
        conditions = tuple(sorted(key for keys in statement.get("Condition", {}).values() for key in keys))
        for what in wide_parts(statement):
            yield Finding(where, statement.get("Sid", ""), what, actions, conditions)


def wide_parts(statement: dict) -> Iterator[str]:
    if "NotAction" in statement:
        yield "NotAction"
    yield from (f"action {action}" for action in listed(statement.get("Action", [])) if "*" in action)
    yield from (f"not resource {resource}" for resource in listed(statement.get("NotResource", [])))
    yield from (f"resource {resource}" for resource in listed(statement.get("Resource", [])) if is_wide(resource))
    principals = statement.get("Principal", {})
    if principals == "*":
        yield "principal *"
        return
    for kind, named in principals.items():
        yield from (f"principal {each}" for each in listed(named) if kind == "AWS" or "*" in each)


def is_wide(resource: str) -> bool:
    """Whether a wildcard comes before a name of ours; the six ? at a secret's end are what AWS appends to it."""
    before = re.split(r"[*?]", resource.removesuffix("-??????"), maxsplit=1)
    return len(before) > 1 and not any(name in before[0] for name in OURS)


def listed(value) -> list:
    return value if isinstance(value, list) else [value]
