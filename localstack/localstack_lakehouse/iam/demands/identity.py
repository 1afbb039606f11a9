"""IAM and STS themselves."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts
from localstack_lakehouse.iam.demands.passing import pass_role, role_arn

NEEDS_NOTHING = ("GetCallerIdentity", "GetSessionToken")


def demands(call: Call) -> list[Demand]:
    asked, action = call.asked, f"iam:{call.operation}"
    needed = [Demand(action, resource(call), tag_facts("aws", asked.get("Tags")))]
    if call.operation == "AddRoleToInstanceProfile":
        needed.append(pass_role(call, asked["RoleName"], "ec2.amazonaws.com"))
    return needed


def resource(call: Call) -> str:
    asked = call.asked
    if profile := asked.get("InstanceProfileName"):
        return call.iam_arn(f"instance-profile/{profile}")
    if role := asked.get("RoleName"):
        return role_arn(call, role)
    for parameter, kind in (("UserName", "user"), ("GroupName", "group"), ("PolicyName", "policy")):
        if name := asked.get(parameter):
            return call.iam_arn(f"{kind}/{name}")
    return asked.get("PolicyArn") or asked.get("PolicySourceArn") or "*"


def session_demands(call: Call) -> list[Demand]:
    """AssumeRole asks the role's trust policy as well, which is not of the caller's own policies."""
    if call.operation in NEEDS_NOTHING:
        return []
    asked = call.asked
    known = {"sts:ExternalId": "ExternalId", "sts:RoleSessionName": "RoleSessionName"}
    facts = {key: [asked[name]] for key, name in known.items() if asked.get(name)}
    return [Demand(f"sts:{call.operation}", asked.get("RoleArn") or "*", facts | tag_facts("aws", asked.get("Tags")))]
