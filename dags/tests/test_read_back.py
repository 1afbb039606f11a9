"""What Athena serves against what the receipt says: in values, and asked of an Athena that really executes."""

import boto3
import pytest
from airflow.providers.common.compat.sdk import AirflowException, AirflowFailException

from daylake.read_back import ReadBack, cells, difference
from daylake.views import CreateView
from task_instance import TaskInstance

PUBLISHED = {"receipt": "s3://lake/receipt.json", "y": "2026", "m": "11", "d": "20", "rows": 1234}


def test_equal_counts_are_no_problem():
    assert difference(PUBLISHED, {"details": 1234, "details_latest": 1234}) is None


def test_every_table_that_differs_is_named():
    assert difference(PUBLISHED, {"details": 1234, "details_latest": 1200}) == (
        "Cannot trust what Athena serves for 2026-11-20: the receipt s3://lake/receipt.json says 1234 rows, "
        "details_latest serves 1200; look at the objects under the partition's location and run the day again"
    )


def test_a_row_of_athenas_answer():
    assert cells({"Data": [{"VarCharValue": "details"}, {"VarCharValue": "1234"}]}) == ["details", "1234"]


ATHENA = {
    "database": "crime_data",
    "workgroup": "primary",
    "output_location": "s3://daylake-athena-results/",
    "sleep_time": 1,
}


@pytest.fixture(scope="module")
def three_rows(buckets):
    """A relation with rows of one day, made by the task that makes views."""
    boto3.client("glue").create_database(DatabaseInput={"Name": "crime_data"})
    day = "('2026', '11', '20')"
    create_view(f"create view details as select * from (values {day}, {day}, {day}) as rows (y, m, d)")


def create_view(statement: str) -> None:
    CreateView(task_id="create_view", view="details", query=statement, **ATHENA).execute({"ti": TaskInstance()})


def read_back(rows: int) -> dict:
    published = PUBLISHED | {"table": "details", "rows": rows}
    check = ReadBack(task_id="read_back", published=published, **ATHENA)
    check.query = "select 'details' as served_by, count(*) as row_count from details where d = '20'"
    return check.execute({"ti": TaskInstance()})


def test_athena_serves_what_was_published(three_rows):
    assert read_back(rows=3) == {"details": 3}


def test_athena_serves_something_else(three_rows):
    with pytest.raises(AirflowFailException, match="says 4 rows, details serves 3"):
        read_back(rows=4)


def test_a_view_that_athena_refuses_is_told_in_athenas_words(three_rows):
    with pytest.raises(AirflowException, match="FAILED.*nowhere"):
        create_view("create or replace view details_too as select * from nowhere")
