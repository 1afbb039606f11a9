"""Glue as AWS has it where moto is more lenient: folded names, checked versions, sizes and pages."""

import threading
from collections.abc import Callable

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.moto import call_moto, call_moto_with_request

FOLDED = (
    "CreateDatabase GetDatabase UpdateDatabase DeleteDatabase CreateTable GetTable DeleteTable BatchDeleteTable "
    "GetTableVersion GetTableVersions DeleteTableVersion GetPartition BatchGetPartition BatchCreatePartition "
    "BatchUpdatePartition DeletePartition BatchDeletePartition GetPartitionIndexes"
).split()
# Of columns, which engines ask for and leave: there are none.
STATISTICS = [
    f"{verb}ColumnStatisticsFor{what}" for verb in ("Get", "Update", "Delete") for what in ("Table", "Partition")
]
PAGES = {"GetDatabases": ("DatabaseList", 100), "GetTables": ("TableList", 100), "GetPartitions": ("Partitions", 1000)}
MOST = {
    "BatchCreatePartition": ("PartitionInputList", 100),
    "BatchUpdatePartition": ("Entries", 100),
    "BatchDeletePartition": ("PartitionsToDelete", 25),
    "BatchGetPartition": ("PartitionsToGet", 1000),
    "BatchDeleteTable": ("TablesToDelete", 100),
}


class GlueProvider:
    def __init__(self):
        self._one_update_at_a_time = threading.Lock()

    @handler("UpdateTable", expand=False)
    def update_table(self, context: RequestContext, asked: dict) -> dict:
        """With a VersionId the update happens only if it is still the table's version: a compare-and-set."""
        asked = folded(asked, is_about_names=False)
        with self._one_update_at_a_time:
            if expected := asked.get("VersionId"):
                current = stored_table(context, asked["DatabaseName"], asked["TableInput"]["Name"])._current_version
                if str(current) != expected:
                    sentence = "Update table failed due to concurrent modifications."
                    raise CommonServiceException("ConcurrentModificationException", sentence)
            return call_moto_with_request(context, asked)

    @handler("CreatePartition", expand=False)
    def create_partition(self, context: RequestContext, asked: dict) -> dict:
        return self._with_checked_values(context, asked)

    @handler("UpdatePartition", expand=False)
    def update_partition(self, context: RequestContext, asked: dict) -> dict:
        """Partitions have no version: the last writer wins, on AWS too."""
        return self._with_checked_values(context, asked)

    def _with_checked_values(self, context: RequestContext, asked: dict) -> dict:
        asked = folded(asked, is_about_names=False)
        table = stored_table(context, asked["DatabaseName"], asked["TableName"]).as_dict()
        if len(asked["PartitionInput"].get("Values") or []) != len(table.get("PartitionKeys") or []):
            sentence = "The number of partition keys do not match the number of partition values"
            raise CommonServiceException("InvalidInputException", sentence)
        return call_moto_with_request(context, asked)


def stored_table(context: RequestContext, database: str, name: str):
    """moto's own record; its exceptions are already worded as Glue's."""
    from moto.core.exceptions import RESTError
    from moto.glue.models import glue_backends

    try:
        return glue_backends[context.account_id][context.region].get_table(database, name)
    except RESTError as error:
        raise CommonServiceException(error.error_type, error.message) from error


def generic_handlers() -> dict[str, Callable]:
    """Handlers for operations that need no more than lower-case names, a limit, or pages."""
    handlers = {name: folding(name) for name in FOLDED} | dict.fromkeys(STATISTICS, without_statistics)
    return handlers | {name: paging(*rule) for name, rule in PAGES.items()}


def without_statistics(context: RequestContext, asked: dict) -> dict:
    return {}


def folding(operation: str) -> Callable:
    is_about_names = operation.endswith(("Database", "GetTable", "DeleteTable"))

    def handle(context: RequestContext, asked: dict):
        if operation in MOST:
            refuse_more_than(asked, *MOST[operation])
        return call_moto_with_request(context, folded(asked, is_about_names))

    return handle


def paging(list_name: str, most: int) -> Callable:
    def handle(context: RequestContext, asked: dict):
        start, size = int(asked.get("NextToken") or 0), min(asked.get("MaxResults") or most, most)
        # An empty Expression, which Trino sends, is none at all.
        kept = {
            name: value for name, value in asked.items() if name != "NextToken" and (name, value) != ("Expression", "")
        }
        folded_names = folded(kept, False)
        answer = call_moto_with_request(context, folded_names) if folded_names else call_moto(context)
        found = answer.get(list_name, [])
        more = {"NextToken": str(start + size)} if len(found) > start + size else {}
        return answer | {list_name: found[start : start + size]} | more

    return handle


def refuse_more_than(asked: dict, list_name: str, most: int) -> None:
    if len(asked.get(list_name) or []) > most:
        name = list_name[0].lower() + list_name[1:]
        sentence = (
            f"1 validation error detected: Value at '{name}' failed to satisfy constraint: "
            f"Member must have length less than or equal to {most}"
        )
        raise CommonServiceException("ValidationException", sentence)


def folded(asked: dict, is_about_names: bool) -> dict:
    """The request with the names of databases and tables in lower case; nothing else is folded."""
    names = {"DatabaseName", "TableName"} | ({"Name"} if is_about_names else set())
    answer = {key: value.lower() if key in names and isinstance(value, str) else value for key, value in asked.items()}
    for inputs in ("DatabaseInput", "TableInput"):
        if inputs in answer:
            answer[inputs] = answer[inputs] | {"Name": answer[inputs]["Name"].lower()}
    if "TablesToDelete" in answer:
        answer["TablesToDelete"] = [name.lower() for name in answer["TablesToDelete"]]
    return answer
