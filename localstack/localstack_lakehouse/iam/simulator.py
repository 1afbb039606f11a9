"""SimulatePrincipalPolicy by the same evaluation as enforcement; LocalStack's own compares texts."""

from dataclasses import replace

from localstack.aws.api import RequestContext

from localstack_lakehouse.iam import facts
from localstack_lakehouse.iam.call import Demand
from localstack_lakehouse.iam.principal import of_arn


def simulate(context: RequestContext, asked: dict) -> dict:
    principal = of_arn(asked["PolicySourceArn"], context.account_id)
    given = {each["ContextKeyName"]: each.get("ContextKeyValues") or [] for each in asked.get("ContextEntries") or []}
    lookup = facts.lookup(facts.of_principal(principal) | given, Demand(""))
    whole = replace(principal, documents=[*principal.documents, *(asked.get("PolicyInputList") or [])])

    def evaluate(action: str, resource: str) -> dict:
        decision = whole.decide(action, resource, lookup)
        return {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": str(decision)}

    results = [
        evaluate(action, resource) for action in asked["ActionNames"] for resource in asked.get("ResourceArns") or ["*"]
    ]
    return {"EvaluationResults": results, "IsTruncated": False}
