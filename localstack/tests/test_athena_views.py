"""Views, and looking around in the catalogue."""

import base64
import json

import pytest

from tests import tables


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


def test_a_view_is_kept_in_glue_as_athena_keeps_it(athena, client):
    athena.run(
        "-- kinds\ncreate or replace view kinds as\nselect kind, count(*) as n, max(at) as latest\nfrom crimes group by kind;"
    )
    table = client("glue").get_table(DatabaseName="crime_data", Name="kinds")["Table"]
    assert table["TableType"] == "VIRTUAL_VIEW"
    assert [(each["Name"], each["Type"]) for each in table["StorageDescriptor"]["Columns"]] == [
        ("kind", "string"),
        ("n", "bigint"),
        ("latest", "timestamp"),
    ]
    text = table["ViewOriginalText"].removeprefix("/* Presto View: ").removesuffix(" */")
    view = json.loads(base64.b64decode(text))
    assert view["originalSql"] == "select kind, count(*) as n, max(at) as latest\nfrom crimes group by kind"
    assert (view["catalog"], view["schema"]) == ("awsdatacatalog", "crime_data")
    assert view["columns"][1] == {"name": "n", "type": "bigint"}
    assert athena.run("select n from crime_data.kinds where kind = 'THEFT'").rows == [["11"]]


def test_a_view_over_a_view_and_its_replacement(athena):
    athena.run("create view low as select id, kind from crimes where id < 3 and d = '01'")
    athena.run("create view lower_still as with a as (select * from low) select id from a where id < 2")
    assert athena.run("select * from lower_still order by id").rows == [["0"], ["1"]]
    athena.run("create or replace view low as select id, kind from crimes where id < 1 and d = '01'")
    assert athena.run("select * from lower_still order by id").rows == [["0"]]
    athena.run("drop view low")
    assert athena.failure("select * from lower_still").startswith(
        "INVALID_VIEW: Failed analyzing stored view: TABLE_NOT_FOUND"
    )
    athena.run("drop view if exists low")
    assert (
        athena.failure("drop view low")
        == "TABLE_NOT_FOUND: line 1:1: View 'awsdatacatalog.crime_data.low' does not exist"
    )


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("create view broken as select nope from crimes", "COLUMN_NOT_FOUND: line 1:30: Column 'nope'"),
        ("create view broken as select count(*) from crimes", "MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1"),
        ("create view broken as select id, id from crimes", "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'id' specified more than once"),
        ("create or replace view crimes as select 1 as one", "ALREADY_EXISTS: line 1:1: Table already exists: 'awsdatacatalog.crime_data.crimes'"),
        ("create view nowhere.v as select 1 as one", "SCHEMA_NOT_FOUND: line 1:1: Schema 'nowhere' does not exist"),
    ],
)  # fmt: skip
def test_a_view_that_cannot_be_made_leaves_nothing(athena, client, sql, reason):
    assert athena.failure(sql).startswith(reason)
    names = [each["Name"] for each in client("glue").get_tables(DatabaseName="crime_data")["TableList"]]
    assert "broken" not in names


def test_looking_around(athena):
    assert ["crime_data"] in athena.run("show databases").rows
    assert ["crimes"] in athena.run("show tables").rows
    assert athena.run("show tables in crime_data '*_latest'").rows == [["crimes_latest"]]
    assert athena.run("show partitions crimes").rows == [["y=2016/m=01/d=01"], ["y=2016/m=01/d=02"]]
    assert athena.run("describe crimes").rows[0] == ["id                  \tbigint              \t                    "]
    assert "# Partition Information" in "".join(row[0] for row in athena.run("describe crimes").rows)
    assert athena.run("show columns in crimes").rows[1] == ["kind                "]
    athena.run("create view shown as select 1 as one")
    assert athena.run("show create view shown").rows[-1] == ["select 1 as one"]
    assert athena.failure("show partitions nothing").startswith(
        "FAILED: SemanticException [Error 10001]: Table not found"
    )
    assert athena.failure("show tables in nowhere").startswith(
        "FAILED: SemanticException [Error 10072]: Database does not"
    )


def test_databases_come_and_go(athena):
    athena.run("create database if not exists passing")
    assert ["passing"] in athena.run("show databases like 'pass*'").rows
    athena.run("drop database passing")
    assert athena.run("show databases like 'pass*'").rows == []
