"""A metric that crosses its threshold, or stays away, ends as a message in a queue."""

import json

import pytest

from tests.functions import policy
from tests.process import eventually


@pytest.fixture(scope="module")
def queue(client) -> tuple[str, str]:
    """A topic, and a queue that is subscribed to it."""
    topic = client("sns").create_topic(Name="alarms")["TopicArn"]
    url = client("sqs").create_queue(QueueName="alarms")["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    lets_in = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:*", "Resource": arn}
    client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(lets_in)})
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return topic, url


@pytest.fixture
def alarm(client, queue):
    """Makes an alarm of ten seconds on a metric of its own, and reads what it says."""
    topic, url = queue

    def make(name: str, **more) -> None:
        asked = {
            "AlarmName": name,
            "AlarmDescription": f"{name}: look at the runs",
            "Namespace": "Tests",
            "MetricName": name,
            "Statistic": "Maximum",
            "Period": 10,
            "EvaluationPeriods": 1,
            "Threshold": 36,
            "ComparisonOperator": "GreaterThanThreshold",
            "AlarmActions": [topic],
        }
        client("cloudwatch").put_metric_alarm(**(asked | more))

    def message(name: str, seconds: float) -> dict:
        found = []

        def arrived() -> bool:
            answer = client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10)
            said = [json.loads(json.loads(each["Body"])["Message"]) for each in answer.get("Messages", [])]
            found.extend(each for each in said if each["AlarmName"] == name)
            return bool(found)

        eventually(arrived, seconds, lambda: client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"])
        return found[0]

    return make, message


def test_a_value_over_the_threshold_is_told(client, alarm):
    make, message = alarm
    make("late")
    client("cloudwatch").put_metric_data(Namespace="Tests", MetricData=[{"MetricName": "late", "Value": 40.0}])
    told = message("late", 45)
    assert (told["NewStateValue"], told["AlarmDescription"]) == ("ALARM", "late: look at the runs")
    described = client("cloudwatch").describe_alarms(AlarmNames=["late"])["MetricAlarms"][0]
    assert described["StateValue"] == "ALARM"
    client("cloudwatch").delete_alarms(AlarmNames=["late"])


def test_silence_is_told_where_it_means_harm_and_a_good_value_is_not(client, alarm):
    make, message = alarm
    make("silent", TreatMissingData="breaching")
    make("calm", TreatMissingData="notBreaching")
    client("cloudwatch").put_metric_data(Namespace="Tests", MetricData=[{"MetricName": "calm", "Value": 1.0}])
    assert message("silent", 45)["NewStateValue"] == "ALARM"
    state = lambda: client("cloudwatch").describe_alarms(AlarmNames=["calm"])["MetricAlarms"][0]["StateValue"]  # noqa: E731
    eventually(lambda: state() == "OK", 30, state)
    client("cloudwatch").delete_alarms(AlarmNames=["silent", "calm"])
