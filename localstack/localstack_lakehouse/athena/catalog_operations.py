"""Athena's own view of the catalogue, which tools ask for: Glue's databases and tables in other words."""

from botocore.exceptions import ClientError
from localstack.aws.api import CommonServiceException, RequestContext, handler

from localstack_lakehouse.endpoint import caller, client


class CatalogOperations:
    @handler("ListDatabases", expand=False)
    def list_databases(self, context: RequestContext, asked: dict) -> dict:
        pages = glue(context).get_paginator("get_databases").paginate()
        return {"DatabaseList": [database(each) for page in pages for each in page["DatabaseList"]]}

    @handler("GetDatabase", expand=False)
    def get_database(self, context: RequestContext, asked: dict) -> dict:
        found = ask(glue(context).get_database, Name=asked["DatabaseName"])
        return {"Database": database(found["Database"])}

    @handler("ListTableMetadata", expand=False)
    def list_table_metadata(self, context: RequestContext, asked: dict) -> dict:
        expression = {"Expression": asked["Expression"]} if asked.get("Expression") else {}
        pages = glue(context).get_paginator("get_tables").paginate(DatabaseName=asked["DatabaseName"], **expression)
        tables = ask(lambda: [table(each) for page in pages for each in page["TableList"]])
        return {"TableMetadataList": tables}

    @handler("GetTableMetadata", expand=False)
    def get_table_metadata(self, context: RequestContext, asked: dict) -> dict:
        found = ask(glue(context).get_table, DatabaseName=asked["DatabaseName"], Name=asked["TableName"])
        return {"TableMetadata": table(found["Table"])}


def glue(context: RequestContext):
    return client("glue", caller(context), context.region)


def ask(call, **arguments):
    try:
        return call(**arguments)
    except ClientError as error:
        sentence = f"EntityNotFoundException: {error.response['Error']['Message']}"
        raise CommonServiceException("MetadataException", sentence) from error


def database(found: dict) -> dict:
    return {name: found[name] for name in ("Name", "Description", "Parameters") if name in found}


def table(found: dict) -> dict:
    storage = found.get("StorageDescriptor") or {}
    parameters = dict(found.get("Parameters") or {})
    if storage.get("Location"):
        parameters["location"] = storage["Location"]
    return {
        "Name": found["Name"],
        "TableType": found.get("TableType", "EXTERNAL_TABLE"),
        "Columns": [column(each) for each in storage.get("Columns", [])],
        "PartitionKeys": [column(each) for each in found.get("PartitionKeys", [])],
        "Parameters": parameters,
    } | ({"CreateTime": found["CreateTime"]} if "CreateTime" in found else {})


def column(found: dict) -> dict:
    return {name: found[name] for name in ("Name", "Type", "Comment") if name in found}
