"""The whole chain on real rows, as a user runs it; the tests build on each other in this order."""

import json
import os
import subprocess

import boto3
import chain
import pytest
from conftest import DATA

from laptop import daily_run, report
from laptop.environment import LOCAL_PYTHON, exports

DAY = "2016-01-04"


@pytest.fixture(scope="module")
def first(export, running):
    """`make run DATA=… DAY=…` once: what it printed, and what was published then."""
    ended = chain.make("run", f"DATA={export.file}", f"DAY={DAY}")
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended, chain.published(running)


def test_make_run_prints_the_curated_table_read_through_athena(first, export):
    printed, _ = first
    expected = export.without_arrest()
    words = " ".join(printed.stdout.replace("│", " ").split())
    assert f"{len(expected)} types {sum(expected.values()):,}" in words, printed.stdout
    for primary_type, crimes in expected.items():
        assert f"{primary_type} {crimes:,}" in words, printed.stdout


@pytest.mark.skipif(not DATA.exists(), reason="the City's rows are not beside this checkout (../shared/data)")
def test_the_citys_rows_give_the_figures_counted_by_hand(first):
    printed, _ = first
    words = " ".join(printed.stdout.replace("│", " ").split())
    for figure in ("21 types 1,480", "BATTERY 363", "THEFT 328", "CRIMINAL DAMAGE 240", "rows read or computed 1,730"):
        assert figure in words, printed.stdout


def test_athena_agrees_with_a_count_made_from_the_csv(first, export, running):
    assert chain.curated_counts(running, DAY) == export.without_arrest()


def test_any_aws_client_can_query_the_tables_with_what_make_env_prints(first, export, running):
    script = f"""
import boto3, time
athena = boto3.client("athena")
sql = "select count(*) as crimes, sum(case when arrest then 0 else 1 end) from crimes_2001_to_present_latest"
query = athena.start_query_execution(QueryString=sql, WorkGroup="{os.environ.get("DAYLAKE_WORKGROUP", "daylake")}",
    QueryExecutionContext={{"Database": "crime_data"}})["QueryExecutionId"]
while athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"] in ("QUEUED", "RUNNING"):
    time.sleep(0.1)
rows = athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
print([[cell["VarCharValue"] for cell in row["Data"]] for row in rows])
"""
    command = f"eval \"$(make --silent env)\" && {LOCAL_PYTHON / 'python'} -c '{script}'"
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "MYSQL_"))}
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=clean)
    counts = [str(len(export.records())), str(sum(export.without_arrest().values()))]
    assert ended.stdout.strip() == str([["crimes", "_col1"], counts]), ended.stdout + ended.stderr


def test_the_views_answer_the_analysts_question(first, export, running):
    question = "select primary_type, crimes, place from crime_types_without_arrest order by place, primary_type limit 1"
    _, top = report.query(running, question)
    expected = export.without_arrest()
    most = max(expected, key=expected.get)
    assert top == [most, str(expected[most]), "1"]


def test_the_receipt_names_the_files_that_are_published(first, running):
    run = next(run for run in reversed(runs(running)) if run["logical_date"].startswith(DAY))
    receipt = daily_run.receipt(running, run["dag_run_id"], "curate")
    assert receipt["state"] == "published", json.dumps(receipt, indent=2)
    assert receipt["location"].rstrip("/") == chain.published(running)[f"{chain.CURATED} {DAY}"].rstrip("/")
    bucket, _, prefix = receipt["location"].removeprefix("s3://").partition("/")
    s3 = boto3.client("s3", **client_settings(running))
    listed = {item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]}
    named = {file["key"] for file in receipt["files"]}
    data = {key for key in listed if not key.rsplit("/", 1)[-1].startswith("_") and not key.endswith("/")}
    assert named and data == named


def test_the_same_day_again_gives_the_same_tables(first, export, running):
    _, before = first
    ended = chain.make("run", f"DATA={export.file}", f"DAY={DAY}")
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    after = chain.published(running)
    assert after.keys() == before.keys(), "a rerun adds no partition and no table"
    assert after[f"{chain.CURATED} {DAY}"] != before[f"{chain.CURATED} {DAY}"], "a rerun writes under a new prefix"
    assert chain.curated_counts(running, DAY) == export.without_arrest()


def runs(running) -> list[dict]:
    api = chain.AirflowApi(running)
    return api.call("GET", f"dags/{daily_run.DAG}/dagRuns?limit=100&order_by=logical_date")["dag_runs"]


def client_settings(running) -> dict[str, str]:
    variables = exports(running)
    return {
        "endpoint_url": variables["AWS_ENDPOINT_URL"],
        "region_name": variables["AWS_REGION"],
        "aws_access_key_id": variables["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": variables["AWS_SECRET_ACCESS_KEY"],
    }
