"""Glue's catalogue: an operation on a table needs the catalogue and the database too."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_DATABASES = ("CreateDatabase", "DeleteDatabase", "GetDatabase", "UpdateDatabase")
OF_ALL_TABLES = ("GetTables", "SearchTables", "BatchDeleteTable", "DeleteDatabase")


def demands(call: Call) -> list[Demand]:
    facts = tag_facts("aws", call.asked.get("Tags"))
    return [Demand(f"glue:{call.operation}", resource, facts) for resource in resources(call)]


def resources(call: Call) -> list[str]:
    asked, catalogue = call.asked, call.arn("catalog")
    if arn := asked.get("ResourceArn"):
        return [arn]
    if call.operation == "GetDatabases":
        return [catalogue, call.arn("database/*")]
    database = database_of(call)
    if not database:
        return ["*"]
    found = [catalogue, call.arn(f"database/{database}")]
    tables = [asked.get("TableName") or (asked.get("TableInput") or {}).get("Name") or own_name(call)]
    if call.operation in OF_ALL_TABLES:
        tables = asked.get("TablesToDelete") or ["*"]
    return found + [call.arn(f"table/{database}/{table.lower()}") for table in tables if table]


def database_of(call: Call) -> str | None:
    asked = call.asked
    own = asked.get("Name") if call.operation in OF_DATABASES else None
    name = asked.get("DatabaseName") or own or (asked.get("DatabaseInput") or {}).get("Name")
    return name and name.lower()


def own_name(call: Call) -> str | None:
    """GetTable and DeleteTable call the table Name."""
    return call.asked.get("Name") if call.operation in ("GetTable", "DeleteTable") else None
