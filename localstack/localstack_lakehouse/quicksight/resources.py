"""Data sources, data sets and analyses: created, told, changed and deleted, with permissions and tags."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.spec import load_service
from localstack.services.stores import AccountRegionBundle, BaseStore, CrossRegionAttribute, LocalAttribute
from localstack.utils.tagging import TaggingService

# By the noun in the operations' names: the noun in ARNs.
KINDS = {"DataSource": "datasource", "DataSet": "dataset", "Analysis": "analysis"}


@dataclass
class Resource:
    """`told` is what Describe answers; permissions are the actions by principal."""

    asked: dict
    told: dict
    permissions: dict[str, list[str]] = field(default_factory=dict)


class QuickSightStore(BaseStore):
    resources: dict[str, Resource] = LocalAttribute(default=dict)
    ingestions: dict[str, object] = LocalAttribute(default=dict)
    tags: TaggingService = CrossRegionAttribute(default=TaggingService)


STORES = AccountRegionBundle("quicksight", QuickSightStore)


def store(context: RequestContext) -> QuickSightStore:
    return STORES[context.account_id][context.region]


def arn(context: RequestContext, path: str) -> str:
    return f"arn:{context.partition}:quicksight:{context.region}:{context.account_id}:{path}"


def found(context: RequestContext, name: str) -> Resource:
    resource = store(context).resources.get(name)
    if not resource:
        raise CommonServiceException("ResourceNotFoundException", f"{name} is not found", status_code=404)
    return resource


def operations(noun: str) -> dict[str, Callable]:
    """The handlers of one kind of resource."""
    key, members = f"{noun}Id", set(load_service("quicksight").shape_for(noun).members)

    def name(context: RequestContext, asked: dict) -> str:
        return arn(context, f"{KINDS[noun]}/{asked[key]}")

    def answer(context: RequestContext, asked: dict, **more) -> dict:
        return {"Arn": name(context, asked), key: asked[key], "Status": 200, **more}

    def keep(context: RequestContext, asked: dict, created: datetime) -> Resource:
        own = {"Arn": name(context, asked), "CreatedTime": created, "LastUpdatedTime": datetime.now(UTC)}
        told = {member: value for member, value in (asked | own | STATUS.get(noun, {})).items() if member in members}
        resource = store(context).resources.setdefault(own["Arn"], Resource(asked, told))
        resource.asked, resource.told = asked, told
        return resource

    def create(context: RequestContext, asked: dict) -> dict:
        if name(context, asked) in store(context).resources:
            sentence = f"{noun} {asked[key]} already exists"
            raise CommonServiceException("ResourceExistsException", sentence, status_code=409)
        grant(keep(context, asked, datetime.now(UTC)), asked.get("Permissions"))
        store(context).tags.tag_resource(name(context, asked), asked.get("Tags") or [])
        return answer(context, asked, CreationStatus="CREATION_SUCCESSFUL")

    def describe(context: RequestContext, asked: dict) -> dict:
        return {noun: found(context, name(context, asked)).told, "Status": 200}

    def update(context: RequestContext, asked: dict) -> dict:
        keep(context, asked, found(context, name(context, asked)).told["CreatedTime"])
        return answer(context, asked, UpdateStatus="UPDATE_SUCCESSFUL")

    def delete(context: RequestContext, asked: dict) -> dict:
        found(context, name(context, asked))
        del store(context).resources[name(context, asked)]
        return answer(context, asked)

    def permissions(context: RequestContext, asked: dict) -> dict:
        resource = found(context, name(context, asked))
        revoke(resource, asked.get("RevokePermissions"))
        grant(resource, asked.get("GrantPermissions"))
        listed = [{"Principal": who, "Actions": actions} for who, actions in resource.permissions.items()]
        return {f"{noun}Arn": name(context, asked), key: asked[key], "Permissions": listed, "Status": 200}

    def definition(context: RequestContext, asked: dict) -> dict:
        resource = found(context, name(context, asked))
        known = {"Definition": resource.asked.get("Definition"), "Name": resource.told["Name"], key: asked[key]}
        return known | {"ResourceStatus": resource.told["Status"], "Status": 200}

    return {
        f"Create{noun}": create,
        f"Describe{noun}": describe,
        f"Update{noun}": update,
        f"Delete{noun}": delete,
        f"Describe{noun}Permissions": permissions,
        f"Update{noun}Permissions": permissions,
    } | ({"DescribeAnalysisDefinition": definition} if noun == "Analysis" else {})


STATUS = {kind: {"Status": "CREATION_SUCCESSFUL"} for kind in ("DataSource", "Analysis")}


def grant(resource: Resource, permissions: list[dict] | None) -> None:
    for each in permissions or []:
        known = resource.permissions.setdefault(each["Principal"], [])
        known += [action for action in each["Actions"] if action not in known]


def revoke(resource: Resource, permissions: list[dict] | None) -> None:
    for each in permissions or []:
        left = [one for one in resource.permissions.get(each["Principal"], []) if one not in each["Actions"]]
        resource.permissions[each["Principal"]] = left
        if not left:
            del resource.permissions[each["Principal"]]


def tag_operations() -> dict[str, Callable]:
    def tag(context: RequestContext, asked: dict) -> dict:
        store(context).tags.tag_resource(asked["ResourceArn"], asked["Tags"])
        return {"Status": 200}

    def untag(context: RequestContext, asked: dict) -> dict:
        store(context).tags.untag_resource(asked["ResourceArn"], asked["TagKeys"])
        return {"Status": 200}

    def list_tags(context: RequestContext, asked: dict) -> dict:
        return store(context).tags.list_tags_for_resource(asked["ResourceArn"]) | {"Status": 200}

    return {"TagResource": tag, "UntagResource": untag, "ListTagsForResource": list_tags}
