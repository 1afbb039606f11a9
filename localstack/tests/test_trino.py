"""Trino, which Athena is, and DuckDB answer alike: what the tests of DuckDB expect is asked of Trino too."""

import pytest

from tests import tables
from tests.test_athena_queries import QUERIES


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


@pytest.mark.parametrize(("sql", "rows", "why"), QUERIES, ids=[sql[:60] for sql, _, _ in QUERIES])
def test_trino_answers_as_duckdb(on_trino, athena, sql, rows, why):
    answer = on_trino.run(sql)
    assert answer.rows == rows, why or sql
    assert answer.columns == athena.run(sql).columns
