"""Lambda."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts
from localstack_lakehouse.iam.demands.passing import pass_role

ACTIONS = {
    "Invoke": "InvokeFunction",
    "InvokeAsync": "InvokeAsync",
    "InvokeWithResponseStream": "InvokeFunction",
    "ListVersionsByFunction": "ListVersionsByFunction",
}


def demands(call: Call) -> list[Demand]:
    asked = call.asked
    action = f"lambda:{ACTIONS.get(call.operation, call.operation)}"
    needed = [Demand(action, resource(call), tag_facts("aws", asked.get("Tags")))]
    if call.operation in ("CreateFunction", "UpdateFunctionConfiguration") and asked.get("Role"):
        needed.append(pass_role(call, asked["Role"], "lambda.amazonaws.com"))
    return needed


def resource(call: Call) -> str:
    name = call.asked.get("FunctionName")
    if not name:
        return call.asked.get("Resource") or "*"
    if name.startswith("arn:"):
        return name
    qualifier = call.asked.get("Qualifier")
    name = name.rsplit(":function:", 1)[-1]  # a partial ARN begins with the account
    return call.arn(f"function:{name}" + (f":{qualifier}" if qualifier else ""))
