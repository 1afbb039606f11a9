"""Refreshes of SPICE: each really reads the data set's tables through Athena, and keeps how many rows there were."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from localstack.aws.api import CommonServiceException, RequestContext, handler

from localstack_lakehouse.endpoint import client
from localstack_lakehouse.quicksight.resources import Resource, arn, found, store

POLL_SECONDS = 0.1


class Unreadable(Exception):
    """Why a refresh fails: the type that QuickSight gives it, and a sentence."""

    def __init__(self, kind: str, sentence: str):
        super().__init__(sentence)
        self.kind = kind


@dataclass
class Ingestion:
    """What DescribeIngestion answers."""

    told: dict

    def run(self, context: RequestContext, data_set: Resource) -> None:
        begin = time.monotonic()
        self.told["IngestionStatus"] = "RUNNING"
        try:
            rows = sum(count(context, table) for table in data_set.asked["PhysicalTableMap"].values())
            self.told["RowInfo"] = {"RowsIngested": rows, "RowsDropped": 0, "TotalRowsInDataset": rows}
            self._end(begin, "COMPLETED")
        except Exception as error:
            kind = error.kind if isinstance(error, Unreadable) else "INTERNAL_SERVICE_ERROR"
            self.told["ErrorInfo"] = {"Type": kind, "Message": str(error)}
            self._end(begin, "FAILED")

    def _end(self, begin: float, status: str) -> None:
        self.told["IngestionTimeInSeconds"] = int(time.monotonic() - begin)
        self.told["IngestionStatus"] = status


class IngestionOperations:
    @handler("CreateIngestion", expand=False)
    def create_ingestion(self, context: RequestContext, asked: dict) -> dict:
        data_set = found(context, arn(context, f"dataset/{asked['DataSetId']}"))
        if data_set.told.get("ImportMode") != "SPICE":
            sentence = f"Data set {asked['DataSetId']} is not in SPICE"
            raise CommonServiceException("InvalidParameterValueException", sentence)
        name = ingestion_arn(context, asked)
        if name in store(context).ingestions:
            sentence = f"Ingestion {asked['IngestionId']} already exists"
            raise CommonServiceException("ResourceExistsException", sentence, status_code=409)
        told = {"Arn": name, "IngestionId": asked["IngestionId"], "IngestionStatus": "INITIALIZED"}
        asked_for = {"RequestSource": "MANUAL", "RequestType": asked.get("IngestionType") or "FULL_REFRESH"}
        ingestion = Ingestion(told | asked_for | {"CreatedTime": datetime.now(UTC)})
        store(context).ingestions[name] = ingestion
        threading.Thread(target=ingestion.run, args=(context, data_set), daemon=True).start()
        return told | {"Status": 201}

    @handler("DescribeIngestion", expand=False)
    def describe_ingestion(self, context: RequestContext, asked: dict) -> dict:
        ingestion = store(context).ingestions.get(ingestion_arn(context, asked))
        if not ingestion:
            sentence = f"Ingestion {asked['IngestionId']} is not found"
            raise CommonServiceException("ResourceNotFoundException", sentence, status_code=404)
        return {"Ingestion": ingestion.told, "Status": 200}

    @handler("DescribeDataSetRefreshProperties", expand=False)
    def describe_refresh_properties(self, context: RequestContext, asked: dict) -> dict:
        """Nothing sets any here, and QuickSight answers so where there are none."""
        found(context, arn(context, f"dataset/{asked['DataSetId']}"))
        sentence = f"Data set {asked['DataSetId']} has no refresh properties"
        raise CommonServiceException("ResourceNotFoundException", sentence, status_code=404)


def ingestion_arn(context: RequestContext, asked: dict) -> str:
    return arn(context, f"dataset/{asked['DataSetId']}/ingestion/{asked['IngestionId']}")


def count(context: RequestContext, table: dict) -> int:
    """The rows of one physical table, in the columns that the data set has."""
    if not (relational := table.get("RelationalTable")):
        raise Unreadable("INVALID_DATA_SOURCE_CONFIG", f"only relational tables are read here, not {', '.join(table)}")
    source = store(context).resources.get(relational["DataSourceArn"])
    if not source:
        raise Unreadable("DATA_SOURCE_NOT_FOUND", f"{relational['DataSourceArn']} is not found")
    workgroup = source.asked["DataSourceParameters"]["AthenaParameters"]["WorkGroup"]
    columns = ", ".join(f'"{column["Name"]}"' for column in relational["InputColumns"])
    place = f'"{relational["Schema"]}"."{relational["Name"]}"'
    return ask(context, workgroup, f"select count(*) from (select {columns} from {place})")


def ask(context: RequestContext, workgroup: str, query: str) -> int:
    # In the account's name, not the caller's: QuickSight reads as a service role of its own.
    athena = client("athena", context.account_id, context.region)
    execution = athena.start_query_execution(QueryString=query, WorkGroup=workgroup)["QueryExecutionId"]
    while True:
        status = athena.get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Status"]
        if status["State"] == "SUCCEEDED":
            rows = athena.get_query_results(QueryExecutionId=execution)["ResultSet"]["Rows"]
            return int(rows[1]["Data"][0]["VarCharValue"])
        if status["State"] in ("FAILED", "CANCELLED"):
            raise Unreadable("SQL_EXCEPTION", status.get("StateChangeReason") or status["State"])
        time.sleep(POLL_SECONDS)
