"""CloudWatch: metrics have no ARN, only a namespace."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts


def demands(call: Call) -> list[Demand]:
    action, asked = f"cloudwatch:{call.operation}", call.asked
    facts = tag_facts("aws", asked.get("Tags"))
    if call.operation == "PutMetricData":
        return [Demand(action, facts={"cloudwatch:namespace": [asked["Namespace"]]})]
    if arn := asked.get("ResourceARN"):
        return [Demand(action, arn, facts)]
    names = asked.get("AlarmNames") or [asked[key] for key in ("AlarmName",) if asked.get(key)]
    if names:
        return [Demand(action, call.arn(f"alarm:{name}"), facts) for name in names]
    if dashboard := asked.get("DashboardName"):
        return [Demand(action, call.arn(f"dashboard/{dashboard}", region=""), facts)]
    return [Demand(action, call.arn("alarm:*") if call.operation.startswith("DescribeAlarm") else "*", facts)]
