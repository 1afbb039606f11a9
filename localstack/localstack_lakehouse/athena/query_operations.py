"""Athena's operations on queries."""

import uuid
from collections.abc import Callable
from pathlib import Path

from botocore.exceptions import ClientError
from localstack import config
from localstack.aws.api import RequestContext, handler
from localstack.services.plugins import ServiceLifecycleHook
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engines import Engine, Engines, chosen
from localstack_lakehouse.athena.execution import Execution
from localstack_lakehouse.athena.prepared_operations import prepared_in
from localstack_lakehouse.athena.types import column_info
from localstack_lakehouse.athena.workgroup_operations import backend, invalid, tags_of
from localstack_lakehouse.endpoint import caller, client, split_s3_uri

MOST_ROWS = 1000


class AthenaStore(BaseStore):
    executions: dict[str, Execution] = LocalAttribute(default=dict)
    by_token: dict[str, str] = LocalAttribute(default=dict)


class QueryOperations(ServiceLifecycleHook):
    def __init__(self):
        self._stores = AccountRegionBundle("athena", AthenaStore)
        self._engines = Engines(Path(config.dirs.tmp).absolute() / "trino")

    def on_before_stop(self) -> None:
        self._engines.end()

    def _store(self, context: RequestContext) -> AthenaStore:
        return self._stores[context.account_id][context.region]

    def _execution(self, context: RequestContext, asked: dict) -> Execution:
        execution_id = asked["QueryExecutionId"]
        execution = self._store(context).executions.get(execution_id)
        if not execution:
            raise invalid(f"QueryExecution {execution_id} was not found")
        return execution

    @handler("StartQueryExecution", expand=False)
    def start_query_execution(self, context: RequestContext, asked: dict) -> dict:
        store = self._store(context)
        token = asked.get("ClientRequestToken")
        if token in store.by_token:
            return {"QueryExecutionId": store.by_token[token]}
        if not asked["QueryString"].strip():
            raise invalid("Query string must not be empty")
        workgroup = asked.get("WorkGroup") or "primary"
        settings = self._workgroup(context, workgroup)
        folder = output_folder(settings, asked.get("ResultConfiguration") or {})
        check_bucket(context, folder)
        place = asked.get("QueryExecutionContext") or {}
        execution = Execution(
            id=str(uuid.uuid4()),
            text=asked["QueryString"],
            parameters=asked.get("ExecutionParameters") or [],
            database=(place.get("Database") or "").lower() or None,
            workgroup=workgroup,
            folder=folder,
            asked=asked,
            access_key=caller(context),
            region=context.region,
            prepared=prepared_in(context, workgroup),
            open_engine=self._engine_for(context, settings),
        )
        store.executions[execution.id] = execution
        if token:
            store.by_token[token] = execution.id
        execution.start()
        return {"QueryExecutionId": execution.id}

    def _engine_for(self, context: RequestContext, workgroup: dict) -> Callable[[Catalog], Engine]:
        name, account = chosen(tags_of(context, workgroup["Name"])), context.account_id
        most_bytes = (workgroup.get("Configuration") or {}).get("BytesScannedCutoffPerQuery")
        return lambda catalog: self._engines.open(name, catalog, account, most_bytes)

    def _workgroup(self, context: RequestContext, name: str) -> dict:
        workgroup = backend(context).get_work_group(name)
        if not workgroup:
            raise invalid(f"WorkGroup {name} is not found.")
        if workgroup.get("State") == "DISABLED":
            raise invalid(f"WorkGroup {name} is disabled.")
        return workgroup

    @handler("GetQueryExecution", expand=False)
    def get_query_execution(self, context: RequestContext, asked: dict) -> dict:
        return {"QueryExecution": self._execution(context, asked).describe()}

    @handler("BatchGetQueryExecution", expand=False)
    def batch_get_query_execution(self, context: RequestContext, asked: dict) -> dict:
        known, ids = self._store(context).executions, asked["QueryExecutionIds"]
        reason = {"ErrorCode": "INVALID_INPUT", "ErrorMessage": "QueryExecution was not found"}
        missing = [{"QueryExecutionId": each} | reason for each in ids if each not in known]
        found = [known[each].describe() for each in ids if each in known]
        return {"QueryExecutions": found, "UnprocessedQueryExecutionIds": missing}

    @handler("ListQueryExecutions", expand=False)
    def list_query_executions(self, context: RequestContext, asked: dict) -> dict:
        workgroup = asked.get("WorkGroup") or "primary"
        executions = [each for each in self._store(context).executions.values() if each.workgroup == workgroup]
        ids = [each.id for each in sorted(executions, key=lambda each: each.submitted, reverse=True)]
        start, size = int(asked.get("NextToken") or 0), asked.get("MaxResults") or 50
        answer = {"QueryExecutionIds": ids[start : start + size]}
        return answer | ({"NextToken": str(start + size)} if len(ids) > start + size else {})

    @handler("StopQueryExecution", expand=False)
    def stop_query_execution(self, context: RequestContext, asked: dict) -> dict:
        self._execution(context, asked).stop()
        return {}

    @handler("GetQueryResults", expand=False)
    def get_query_results(self, context: RequestContext, asked: dict) -> dict:
        execution = self._execution(context, asked)
        outcome = execution.outcome
        if execution.state in ("QUEUED", "RUNNING"):
            raise invalid(f"Query has not yet finished. Current state: {execution.state}")
        if outcome is None:
            raise invalid(f"Query did not finish successfully. Final query state: {execution.state}")
        header = [[name for name, _ in outcome.columns]] if outcome.has_header else []
        start, size = int(asked.get("NextToken") or 0), min(asked.get("MaxResults") or MOST_ROWS, MOST_ROWS)
        lines = header + outcome.rows
        answer = {
            "UpdateCount": 0,
            "ResultSet": {
                "Rows": [row(line) for line in lines[start : start + size]],
                "ResultSetMetadata": {"ColumnInfo": [column_info(name, kind) for name, kind in outcome.columns]},
            },
        }
        return answer | ({"NextToken": str(start + size)} if len(lines) > start + size else {})

    @handler("GetQueryRuntimeStatistics", expand=False)
    def get_query_runtime_statistics(self, context: RequestContext, asked: dict) -> dict:
        execution = self._execution(context, asked)
        times, rows = execution.statistics(), {}
        scanned = times.pop("DataScannedInBytes")
        if execution.outcome:
            rows = {"InputBytes": scanned, "OutputRows": len(execution.outcome.rows)}
        return {"QueryRuntimeStatistics": {"Timeline": times, "Rows": rows}}


def output_folder(workgroup: dict, asked: dict) -> str:
    """The workgroup's place if it enforces it, else the request's, else the workgroup's."""
    settings = workgroup.get("Configuration") or {}
    of_workgroup = (settings.get("ResultConfiguration") or {}).get("OutputLocation")
    enforced = settings.get("EnforceWorkGroupConfiguration", False)
    folder = of_workgroup if enforced and of_workgroup else asked.get("OutputLocation") or of_workgroup
    if not folder:
        raise invalid(
            "No output location provided. An output location is required either through the Workgroup result "
            "configuration setting or as an API input."
        )
    return folder


def check_bucket(context: RequestContext, folder: str) -> None:
    try:
        bucket, _ = split_s3_uri(folder)
        client("s3", caller(context), context.region).get_bucket_location(Bucket=bucket)
    except ValueError as error:
        raise invalid(f"outputLocation is not a valid S3 path: {folder}") from error
    except ClientError as error:
        raise invalid(f"Unable to verify/create output bucket {bucket}") from error


def row(values: list[str | None]) -> dict:
    return {"Data": [{} if value is None else {"VarCharValue": value} for value in values]}
