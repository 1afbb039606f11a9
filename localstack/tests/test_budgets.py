"""Budgets: what is asked for is what is told again, tags and subscribers too."""

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "000000000000"
ALMOST = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
TOPIC = {"SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:000000000000:alerts"}


def test_a_budget_says_whom_it_tells_and_keeps_its_tags(client):
    budgets = client("budgets")
    limit = {
        "BudgetName": "all",
        "BudgetType": "COST",
        "BudgetLimit": {"Amount": "5", "Unit": "USD"},
        "TimeUnit": "MONTHLY",
    }
    told = [{"Notification": ALMOST, "Subscribers": [TOPIC]}]
    tags = [{"Key": "owner", "Value": "us"}]
    budgets.create_budget(AccountId=ACCOUNT, Budget=limit, NotificationsWithSubscribers=told, ResourceTags=tags)
    asked = {"AccountId": ACCOUNT, "BudgetName": "all"}
    (notification,) = budgets.describe_notifications_for_budget(**asked)["Notifications"]
    assert notification["Threshold"] == 80
    found = budgets.describe_subscribers_for_notification(**asked, Notification=ALMOST)["Subscribers"]
    assert found == [TOPIC]
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/all"
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "team", "Value": "data"}])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [*tags, {"Key": "team", "Value": "data"}]
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["team", "owner"])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == []
    with pytest.raises(ClientError, match="no such notification"):
        budgets.describe_subscribers_for_notification(**asked, Notification=ALMOST | {"Threshold": 99.0})
    budgets.delete_budget(**asked)
    assert budgets.describe_budgets(AccountId=ACCOUNT)["Budgets"] == []
