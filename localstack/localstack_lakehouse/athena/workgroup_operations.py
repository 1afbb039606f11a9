"""Athena's operations on workgroups, tags and named queries that moto leaves out."""

from localstack.aws.api import CommonServiceException, RequestContext, handler
from moto.athena.models import AthenaBackend, athena_backends


def invalid(message: str) -> CommonServiceException:
    return CommonServiceException("InvalidRequestException", message)


def backend(context: RequestContext) -> AthenaBackend:
    return athena_backends[context.account_id][context.region]


class WorkgroupOperations:
    @handler("UpdateWorkGroup", expand=False)
    def update_work_group(self, context: RequestContext, asked: dict) -> dict:
        name, updates = asked["WorkGroup"], dict(asked.get("ConfigurationUpdates") or {})
        workgroup = backend(context).work_groups.get(name)
        if not workgroup:
            raise invalid(f"WorkGroup {name} is not found.")
        workgroup.description = asked.get("Description", workgroup.description)
        workgroup.state = asked.get("State", workgroup.state)
        results = update_results(workgroup.configuration, updates.pop("ResultConfigurationUpdates", None) or {})
        if updates.pop("RemoveBytesScannedCutoffPerQuery", False):
            workgroup.configuration.pop("BytesScannedCutoffPerQuery", None)
        workgroup.configuration |= updates | {"ResultConfiguration": results}
        return {}

    @handler("TagResource", expand=False)
    def tag_resource(self, context: RequestContext, asked: dict) -> dict:
        backend(context).tagger.tag_resource(asked["ResourceARN"], asked["Tags"])
        return {}

    @handler("UntagResource", expand=False)
    def untag_resource(self, context: RequestContext, asked: dict) -> dict:
        backend(context).tagger.untag_resource_using_names(asked["ResourceARN"], asked["TagKeys"])
        return {}

    @handler("ListTagsForResource", expand=False)
    def list_tags_for_resource(self, context: RequestContext, asked: dict) -> dict:
        """moto fails for a resource that never had tags."""
        tags = backend(context).tagger.list_tags_for_resource(asked["ResourceARN"])
        return {"Tags": tags.get("Tags", [])}

    @handler("DeleteNamedQuery", expand=False)
    def delete_named_query(self, context: RequestContext, asked: dict) -> dict:
        query_id = asked["NamedQueryId"]
        if backend(context).named_queries.pop(query_id, None) is None:
            raise invalid(f"NamedQuery {query_id} is not found")
        return {}


def tags_of(context: RequestContext, workgroup: str) -> dict[str, str]:
    arn = f"arn:aws:athena:{context.region}:{context.account_id}:workgroup/{workgroup}"
    return backend(context).tagger.get_tag_dict_for_resource(arn)


def update_results(configuration: dict, updates: dict) -> dict:
    """A setting is replaced, or with RemoveOutputLocation and its like taken away."""
    removed = {name.removeprefix("Remove") for name, value in updates.items() if name.startswith("Remove") and value}
    given = {name: value for name, value in updates.items() if not name.startswith("Remove")}
    kept = configuration.get("ResultConfiguration") or {}
    return {name: value for name, value in (kept | given).items() if name not in removed}
