"""What a run made, read back as anyone would: the curated table through Athena, the receipts from S3."""

import json
import time
from datetime import date

from rich.table import Table

from deploy.problem import Problem

from .airflow_api import AirflowApi
from .aws import client
from .names import NAMES
from .progress import Progress
from .stack import Stack

QUESTION = """
select primary_type, sum(crimes) as crimes
from crime_type_details
where y = '{:%Y}' and m = '{:%m}' and d = '{:%d}'
group by primary_type
order by crimes desc, primary_type
"""


def query(stack: Stack, sql: str) -> list[list[str | None]]:
    """The rows of an Athena query, header first, as Athena's API gives them: text or None."""
    athena = client(stack, "athena")
    context = {"Database": NAMES.glue_database}
    identifier = athena.start_query_execution(
        QueryString=sql, QueryExecutionContext=context, WorkGroup=NAMES.athena_workgroup
    )["QueryExecutionId"]
    while True:
        status = athena.get_query_execution(QueryExecutionId=identifier)["QueryExecution"]["Status"]
        if status["State"] in ("FAILED", "CANCELLED"):
            raise Problem(f"Cannot read back through Athena: {status.get('StateChangeReason')}\n{sql}")
        if status["State"] == "SUCCEEDED":
            break
        time.sleep(0.2)
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=identifier)
    return [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]


def read_json(stack: Stack, uri: str) -> dict:
    """A JSON object at s3://bucket/key."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return json.loads(client(stack, "s3").get_object(Bucket=bucket, Key=key)["Body"].read())


def show(stack: Stack, day: date, receipts: list[dict], seconds: dict[str, float], progress: Progress) -> None:
    """Prints a day's curated table, the receipts' key figures, the seconds of each stage and where everything is."""
    print_ = progress.console.print
    _, *rows = query(stack, QUESTION.format(day, day, day))
    table = Table("crime type", "without an arrest", title=f"crime_type_details on {day}, read through Athena")
    table.columns[1].justify = "right"
    for primary_type, crimes in rows:
        table.add_row(primary_type, f"{int(crimes):,}")
    total = sum(int(crimes) for _, crimes in rows)
    table.add_section()
    table.add_row(f"{len(rows)} types", f"{total:,}")
    print_(table)
    print_(receipts_table(receipts))
    for receipt in receipts:
        print_(f"{receipt['table']} of {day} is {receipt['location']}", highlight=False, soft_wrap=True)
    print_(seconds_table(seconds))
    print_(places(stack), highlight=False, soft_wrap=True)


def receipts_table(receipts: list[dict]) -> Table:
    table = Table("", *(receipt["table"] for receipt in receipts), title="receipts")
    figures = {
        "state": lambda receipt: receipt["state"],
        "rows read or computed": lambda receipt: f"{receipt['counts']['source_rows']:,}",
        "rows in the files": lambda receipt: f"{receipt['counts']['file_rows']:,}",
        "files": lambda receipt: f"{len(receipt['files'])}, {sum(file['size'] for file in receipt['files']):,} bytes",
        "snapshot at": lambda receipt: (receipt.get("source") or {}).get("snapshot_at", "") or "",
        "checks passed": lambda receipt: f"{sum(c['passed'] for c in receipt['checks'])} of {len(receipt['checks'])}",
    }
    for name, figure in figures.items():
        table.add_row(name, *(figure(receipt) for receipt in receipts))
    return table


def seconds_table(seconds: dict[str, float]) -> Table:
    table = Table("stage", "seconds", title="how long each stage took")
    table.columns[1].justify = "right"
    for stage, took in seconds.items():
        table.add_row(stage, f"{took:.1f}")
    return table


def places(stack: Stack) -> str:
    return (
        f"\nAirflow        {stack.airflow_url}  (user admin, password {stack.airflow_password})\n"
        f"AWS            {stack.aws_url}  (lake s3://{NAMES.lake_bucket}, database {NAMES.glue_database}, "
        f"workgroup {NAMES.athena_workgroup})\n"
        f"logs           {stack.log}\n"
        'Everything stays up: look around with eval "$(make -s env)"; make status shows what runs, make down stops it.'
    )


def failure(api: AirflowApi, dag: str, run: str, failed: list[dict]) -> str:
    """What a person needs to know of a failed run: the first failed task and the end of its log."""
    names = ", ".join(task["task_id"] for task in failed) or "nothing, but the run"
    parts = [f"Cannot finish run {run} of {dag}: {names} failed"]
    for task in failed[:1]:
        lines = [line for line in api.log(dag, run, task).splitlines() if line.strip()]
        parts.append(f"--- the end of the log of {task['task_id']}:\n" + "\n".join(lines[-25:]))
    parts.append(f"Everything is at {api.url}/dags/{dag}/runs/{run}")
    return "\n".join(parts)
