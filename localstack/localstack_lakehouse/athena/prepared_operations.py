"""Athena's operations on prepared statements, which PREPARE and EXECUTE share."""

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute


class PreparedStore(BaseStore):
    by_workgroup: dict[str, dict[str, str]] = LocalAttribute(default=dict)


STORES = AccountRegionBundle("athena", PreparedStore)


def prepared_in(context: RequestContext, workgroup: str) -> dict[str, str]:
    """The texts of a workgroup's prepared statements by name."""
    return STORES[context.account_id][context.region].by_workgroup.setdefault(workgroup, {})


class PreparedOperations:
    @handler("CreatePreparedStatement", expand=False)
    def create_prepared_statement(self, context: RequestContext, asked: dict) -> dict:
        known, name = prepared_in(context, asked["WorkGroup"]), asked["StatementName"].lower()
        if name in known:
            raise CommonServiceException("InvalidRequestException", f"Prepared Statement {name} already exists")
        known[name] = asked["QueryStatement"]
        return {}

    @handler("UpdatePreparedStatement", expand=False)
    def update_prepared_statement(self, context: RequestContext, asked: dict) -> dict:
        known, name = find(context, asked)
        known[name] = asked["QueryStatement"]
        return {}

    @handler("DeletePreparedStatement", expand=False)
    def delete_prepared_statement(self, context: RequestContext, asked: dict) -> dict:
        known, name = find(context, asked)
        del known[name]
        return {}

    @handler("GetPreparedStatement", expand=False)
    def get_prepared_statement(self, context: RequestContext, asked: dict) -> dict:
        known, name = find(context, asked)
        told = {"StatementName": name, "QueryStatement": known[name], "WorkGroupName": asked["WorkGroup"]}
        return {"PreparedStatement": told}

    @handler("ListPreparedStatements", expand=False)
    def list_prepared_statements(self, context: RequestContext, asked: dict) -> dict:
        names = sorted(prepared_in(context, asked["WorkGroup"]))
        return {"PreparedStatements": [{"StatementName": name} for name in names]}


def find(context: RequestContext, asked: dict) -> tuple[dict[str, str], str]:
    known, name = prepared_in(context, asked["WorkGroup"]), asked["StatementName"].lower()
    if name not in known:
        raise CommonServiceException("ResourceNotFoundException", f"PreparedStatement {name} was not found")
    return known, name
