"""Handing a role to a service, which needs iam:PassRole on it."""

from moto.iam.models import iam_backends

from localstack_lakehouse.iam.call import Call, Demand


def pass_role(call: Call, role: str, service: str) -> Demand:
    return Demand("iam:PassRole", role_arn(call, role), {"iam:PassedToService": [service]})


def role_arn(call: Call, role: str) -> str:
    """By its name too; a role has a path that its name does not tell."""
    if role.startswith("arn:"):
        return role
    known = next((each for each in iam_backends[call.account]["aws"].roles.values() if each.name == role), None)
    return known.arn if known else call.iam_arn(f"role/{role}")
