"""SNS topics and SQS queues."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_EACH_MESSAGE = {
    "PublishBatch": "Publish",
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}


def topic_demands(call: Call) -> list[Demand]:
    asked = call.asked
    name = asked.get("TopicArn") or asked.get("TargetArn") or asked.get("ResourceArn")
    if call.operation == "CreateTopic":
        name = call.arn(asked["Name"])
    return [Demand(f"sns:{action(call)}", name or "*", tag_facts("aws", asked.get("Tags")))]


def queue_demands(call: Call) -> list[Demand]:
    asked = call.asked
    name = asked.get("QueueName") or (asked.get("QueueUrl") or "").rsplit("/", 1)[-1]
    tags = asked.get("tags") or asked.get("Tags")
    return [Demand(f"sqs:{action(call)}", call.arn(name) if name else "*", tag_facts("aws", tags))]


def action(call: Call) -> str:
    return OF_EACH_MESSAGE.get(call.operation, call.operation)
