"""Budgets: kept and told of by moto; nobody spends anything here, so none is ever passed."""

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.moto import call_moto
from localstack.services.stores import AccountRegionBundle, BaseStore, CrossRegionAttribute
from localstack.utils.tagging import TaggingService


class BudgetsStore(BaseStore):
    tags: TaggingService = CrossRegionAttribute(default=TaggingService)


class BudgetsProvider:
    """What moto does not answer: the tags of budgets, and who is told."""

    def __init__(self):
        self._stores = AccountRegionBundle("budgets", BudgetsStore, validate=False)

    @handler("CreateBudget", expand=False)
    def create_budget(self, context: RequestContext, asked: dict) -> dict:
        answer = call_moto(context)
        arn = f"arn:{context.partition}:budgets::{asked['AccountId']}:budget/{asked['Budget']['BudgetName']}"
        self._tags(context).tag_resource(arn, asked.get("ResourceTags") or [])
        return answer

    @handler("ListTagsForResource", expand=False)
    def list_tags_for_resource(self, context: RequestContext, asked: dict) -> dict:
        return {"ResourceTags": self._tags(context).list_tags_for_resource(asked["ResourceARN"])["Tags"]}

    @handler("TagResource", expand=False)
    def tag_resource(self, context: RequestContext, asked: dict) -> dict:
        self._tags(context).tag_resource(asked["ResourceARN"], asked["ResourceTags"])
        return {}

    @handler("UntagResource", expand=False)
    def untag_resource(self, context: RequestContext, asked: dict) -> dict:
        self._tags(context).untag_resource(asked["ResourceARN"], asked["ResourceTagKeys"])
        return {}

    @handler("DescribeSubscribersForNotification", expand=False)
    def describe_subscribers(self, context: RequestContext, asked: dict) -> dict:
        from moto.budgets.models import budgets_backends

        budgets = budgets_backends[context.account_id][context.partition].budgets[asked["AccountId"]]
        for notification in budgets[asked["BudgetName"]].notifications if asked["BudgetName"] in budgets else []:
            if asked["Notification"].items() <= notification.details.items():
                return {"Subscribers": notification.subscribers}
        sentence = f"Unable to get subscribers: {asked['BudgetName']} has no such notification."
        raise CommonServiceException("NotFoundException", sentence)

    def _tags(self, context: RequestContext) -> TaggingService:
        return self._stores[context.account_id][context.region].tags
