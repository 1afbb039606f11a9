"""Athena: nearly everything belongs to a workgroup, which a query remembers."""

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

CATALOGUES = ("ListDatabases", "GetDatabase", "ListTableMetadata", "GetTableMetadata")
BY_QUERY = {
    "GetQueryExecution",
    "GetQueryResults",
    "GetQueryResultsStream",
    "GetQueryRuntimeStatistics",
    "StopQueryExecution",
}
OF_A_GROUP = {
    "StartQueryExecution",
    "ListQueryExecutions",
    "CreateNamedQuery",
    "ListNamedQueries",
    "CreatePreparedStatement",
    "GetPreparedStatement",
    "ListPreparedStatements",
    "DeletePreparedStatement",
}
OWN_NAME = {
    "CreateWorkGroup": "Name",
    "GetWorkGroup": "WorkGroup",
    "UpdateWorkGroup": "WorkGroup",
    "DeleteWorkGroup": "WorkGroup",
}


def demands(call: Call) -> list[Demand]:
    action, facts = f"athena:{call.operation}", tag_facts("aws", call.asked.get("Tags"))
    return [Demand(action, resource, facts) for resource in resources(call)]


def resources(call: Call) -> list[str]:
    asked, name = call.asked, call.operation
    if name in CATALOGUES:
        return [call.arn(f"datacatalog/{asked.get('CatalogName') or 'AwsDataCatalog'}")]
    if name in BY_QUERY:
        return [group(call, group_of_query(call, asked["QueryExecutionId"]))]
    if name == "BatchGetQueryExecution":
        return [group(call, group_of_query(call, each)) for each in asked["QueryExecutionIds"]]
    if name in ("GetNamedQuery", "DeleteNamedQuery"):
        return [group(call, group_of_named_query(call))]
    if name in OF_A_GROUP:
        return [group(call, asked.get("WorkGroup") or asked.get("WorkGroupName"))]
    if name in OWN_NAME:
        return [group(call, asked[OWN_NAME[name]])]
    return [asked.get("ResourceARN") or "*"]


def group(call: Call, name: str | None) -> str:
    return call.arn(f"workgroup/{name or 'primary'}")


def group_of_query(call: Call, query: str) -> str | None:
    return ask(call, "get_query_execution", "QueryExecution", QueryExecutionId=query)


def group_of_named_query(call: Call) -> str | None:
    return ask(call, "get_named_query", "NamedQuery", NamedQueryId=call.asked["NamedQueryId"])


def ask(call: Call, operation: str, answer: str, **parameters: str) -> str | None:
    athena = connect_to(aws_access_key_id=call.account, region_name=call.region).athena
    try:
        return getattr(athena, operation)(**parameters)[answer].get("WorkGroup")
    except ClientError:
        return None
