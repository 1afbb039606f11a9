"""CloudWatch Logs: AWS asks about a log group as about a stream without a name."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_THE_ACCOUNT = ("DescribeLogGroups", "DescribeQueries", "GetQueryResults", "StopQuery")


def demands(call: Call) -> list[Demand]:
    action, asked = f"logs:{call.operation}", call.asked
    group = asked.get("logGroupName") or asked.get("logGroupIdentifier")
    if arn := asked.get("resourceArn") or asked.get("logGroupArn"):
        return [Demand(action, arn)]
    if not group or call.operation in OF_THE_ACCOUNT:
        return [Demand(action)]
    group = group.rsplit(":log-group:", 1)[-1].removesuffix(":*")
    stream = asked.get("logStreamName") or ""
    return [Demand(action, call.arn(f"log-group:{group}:log-stream:{stream}"), tag_facts("aws", asked.get("tags")))]
