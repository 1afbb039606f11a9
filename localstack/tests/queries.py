"""Athena as its users call it: start a query, wait, read the rows."""

import time
from dataclasses import dataclass, replace

FINAL = ("SUCCEEDED", "FAILED", "CANCELLED")


@dataclass(frozen=True)
class Result:
    columns: list[tuple[str, str]]
    rows: list[list[str | None]]


@dataclass(frozen=True)
class Athena:
    client: object
    output: str
    workgroup: str = "primary"
    seconds: float = 30
    database: str = "crime_data"

    def within(self, database: str) -> "Athena":
        return replace(self, database=database)

    def start(self, sql: str, database: str | None = "", **more) -> str:
        """In the test's own database, or with None in none."""
        database = self.database if database == "" else database
        context = {"QueryExecutionContext": {"Database": database}} if database else {}
        output = {"ResultConfiguration": {"OutputLocation": self.output}}
        request = {"QueryString": sql, "WorkGroup": self.workgroup} | output | context | more
        return self.client.start_query_execution(**request)["QueryExecutionId"]

    def finish(self, execution_id: str, seconds: float | None = None) -> dict:
        seconds = seconds or self.seconds
        deadline = time.monotonic() + seconds
        while True:
            execution = self.client.get_query_execution(QueryExecutionId=execution_id)["QueryExecution"]
            if execution["Status"]["State"] in FINAL:
                return execution
            assert time.monotonic() < deadline, f"still {execution['Status']} after {seconds} s: {execution['Query']}"
            time.sleep(0.02)

    def run(self, sql: str, **more) -> Result:
        execution = self.finish(self.start(sql, **more))
        assert execution["Status"]["State"] == "SUCCEEDED", f"{execution['Status']} for:\n{sql}"
        answer = self.client.get_query_results(QueryExecutionId=execution["QueryExecutionId"])["ResultSet"]
        columns = [(column["Name"], column["Type"]) for column in answer["ResultSetMetadata"]["ColumnInfo"]]
        rows = [[cell.get("VarCharValue") for cell in row["Data"]] for row in answer["Rows"]]
        if execution["StatementType"] == "DML":
            assert rows[0] == [name for name, _ in columns], "the first row of a query's answer is its header"
            rows = rows[1:]
        return Result(columns, rows)

    def failure(self, sql: str, **more) -> str:
        status = self.finish(self.start(sql, **more))["Status"]
        assert status["State"] == "FAILED", f"{status} for:\n{sql}"
        assert status["AthenaError"]["ErrorMessage"] == status["StateChangeReason"]
        return status["StateChangeReason"]
