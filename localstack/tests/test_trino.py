"""Trino, which Athena is, and DuckDB answer and refuse alike: what the tests of DuckDB expect is asked of Trino too.

`make test` asks a part of it, `make test-trino` all.
"""

import pytest

from tests import tables
from tests.test_athena_failures import FAILURES
from tests.test_athena_queries import QUERIES

REFUSED_BY_BOTH = [(sql, reason) for sql, reason in FAILURES if "this local" not in reason]


def some(cases: list[tuple], every: int) -> list:
    """All cases, most of them for the whole test only."""
    marks = [() if place % every == 0 else pytest.mark.whole_trino for place in range(len(cases))]
    return [pytest.param(*case, id=case[0][:60], marks=mark) for case, mark in zip(cases, marks, strict=True)]


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


@pytest.mark.parametrize(("sql", "rows", "why"), some(QUERIES, 6))
def test_trino_answers_as_duckdb(on_trino, athena, sql, rows, why):
    answer = on_trino.run(sql)
    assert answer.rows == rows, why or sql
    assert answer.columns == athena.run(sql).columns


@pytest.mark.parametrize(("sql", "reason"), some(REFUSED_BY_BOTH, 10))
def test_trino_refuses_as_duckdb(on_trino, sql, reason):
    assert on_trino.failure(sql).startswith(reason)


def test_trinos_own_catalogue_is_not_there(on_trino):
    assert on_trino.failure("select * from system.runtime.nodes").startswith(
        "CATALOG_NOT_FOUND: Catalog 'system' does not exist"
    )


def test_a_view_of_either_engine_is_read_by_the_other(on_trino, athena):
    text = "create or replace view {} as select kind, count(*) as n, max(at) as latest from crimes group by kind"
    for maker, name in ((athena, "made_on_duckdb"), (on_trino, "made_on_trino")):
        maker.run(text.format(name))
        answers = [engine.run(f"select * from {name} order by kind") for engine in (athena, on_trino)]
        assert answers[0] == answers[1]
        assert len(answers[0].rows) == 3


def test_a_stopped_query_is_cancelled_on_trino(on_trino):
    numbers = "unnest(sequence(1, 10000))"
    sql = f"select count(*) from {numbers} as a(x), {numbers} as b(y), {numbers} as c(z) where x + y < z"
    execution = on_trino.start(sql)
    on_trino.client.stop_query_execution(QueryExecutionId=execution)
    assert on_trino.finish(execution)["Status"]["StateChangeReason"] == "Query was cancelled by user"
