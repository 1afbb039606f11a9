"""EventBridge."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts
from localstack_lakehouse.iam.demands.passing import pass_role

RULES = ("PutRule", "DescribeRule", "DeleteRule", "EnableRule", "DisableRule")


def demands(call: Call) -> list[Demand]:
    asked = call.asked
    rule = asked.get("Rule") or (asked.get("Name") if call.operation in RULES else None)
    bus = asked.get("EventBusName") or "default"
    if rule:
        resource = call.arn(f"rule/{rule}" if bus == "default" else f"rule/{bus}/{rule}")
    else:
        resource = asked.get("ResourceARN") or call.arn(f"event-bus/{bus}")
    needed = [Demand(f"events:{call.operation}", resource, tag_facts("aws", asked.get("Tags")))]
    roles = [asked.get("RoleArn")] + [target.get("RoleArn") for target in asked.get("Targets") or []]
    return needed + [pass_role(call, role, "events.amazonaws.com") for role in roles if role]
