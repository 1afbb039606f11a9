"""People's own tables, by DDL as they type it into Athena, on each engine."""

import datetime

import pyathena
import pytest

from tests import tables

PARTITIONED = """
-- Made by hand.
create external table if not exists own (
  `Id` bigint comment 'counts',
  kind string,
  amount decimal(10,2)
)
comment 'mine'
partitioned by (y string, d string)
stored as parquet
location 's3://{bucket}/own/{place}/'
tblproperties ('parquet.compression'='SNAPPY')
"""


# A partition of that day, as DuckDB's plan and as Trino's show it.
SHOWN = {day: [f"y=2016/m=01/d={day}", f":: [[{day}]]"] for day in ("01", "02")}


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


@pytest.fixture(params=["duckdb", "trino"])
def engine(request, client):
    """An Athena in an empty database of its own."""
    found = request.getfixturevalue("athena" if request.param == "duckdb" else "on_trino")
    name = f"own_{request.param}"
    client("glue").create_database(DatabaseInput={"Name": name})
    yield found.within(name)
    client("glue").delete_database(Name=name)


def rows_of_a_day(client, bucket, folder, place, day):
    query = f"select range as id, 'k' || range % 2 as kind, cast(range as decimal(10, 2)) as amount from range({day}0)"
    key = f"own/{place}/y=2016/d=0{day}/part-0.parquet"
    tables.put_parquet(client("s3"), bucket, key, query, folder)


def test_a_table_its_partitions_and_what_repair_finds(engine, client, bucket, tmp_path):
    place = engine.database
    for day in (1, 2, 3):
        rows_of_a_day(client, bucket, tmp_path, place, day)
    engine.run(PARTITIONED.format(bucket=bucket, place=place))
    engine.run(PARTITIONED.format(bucket=bucket, place="elsewhere"))  # IF NOT EXISTS: it stays where it is.
    assert engine.run("select count(*) from own").rows == [["0"]]
    engine.run("alter table own add partition (y='2016', d='01')")
    engine.run(
        f"alter table own add if not exists partition (y='2016', d='01') partition (y='2016', d='09') location 's3://{bucket}/own/{place}/y=2016/d=02/'"
    )
    assert engine.run("show partitions own").rows == [["y=2016/d=01"], ["y=2016/d=09"]]
    assert engine.run("select d, count(*) from own group by d order by d").rows == [["01", "10"], ["09", "20"]]
    assert "Partition already exists" in engine.failure("alter table own add partition (y='2016', d='01')")
    assert "[Error 10006]: Partition not found (y=2016/d=07)" in engine.failure(
        "alter table own drop partition (y='2016', d='07')"
    )
    engine.run("alter table own drop partition (y='2016', d='09'), partition (y='2016', d='01')")
    repaired = [row[0] for row in engine.run("msck repair table own").rows]
    assert repaired[0] == "Partitions not in metastore:\town:y=2016/d=01\town:y=2016/d=02\town:y=2016/d=03"
    assert repaired[3] == "Repair: Added partition to metastore own:y=2016/d=03"
    assert engine.run("msck repair table own").rows == []
    assert engine.run("select sum(id), sum(amount), max(kind) from own where d > '01'").rows == [
        ["625", "625.00", "k1"]
    ]
    assert engine.run("describe own").rows[0] == ["id                  \tbigint              \tcounts              "]
    assert "AlreadyExistsException" in engine.failure(
        PARTITIONED.replace("if not exists ", "").format(bucket=bucket, place=place)
    )


def test_explain_shows_which_partitions_are_read(engine, client, bucket, tmp_path):
    for condition, read, passed in (("=", "02", "01"), ("<", "01", "02")):
        plan = engine.run(f"explain select id from crime_data.crimes where d {condition} '02'").rows
        lines = [line.strip() for (line,) in plan]
        scan = next(place for place, line in enumerate(lines) if "crime_data:crimes" in line)
        days = [line for line in lines[scan:] if line in SHOWN[read] + SHOWN[passed]]
        assert days and days[-1] in SHOWN[read], lines


def test_a_table_of_a_querys_rows(engine, client, bucket):
    query = "select kind, count(*) as n, max(at) as latest, sum(amount) as amount, avg(latitude) as latitude from crime_data.crimes group by kind"
    location = f"s3://{bucket}/own/{engine.database}-kinds/"
    sql = f"create table kinds with (format = 'PARQUET', external_location = '{location}', write_compression = 'ZSTD') as {query}"
    engine.run(sql)
    assert len(engine.run(query).rows) == 3
    assert engine.run("select * from kinds order by kind").rows == engine.run(f"{query} order by kind").rows
    table = client("glue").get_table(DatabaseName=engine.database, Name="kinds")["Table"]
    assert [(each["Name"], each["Type"]) for each in table["StorageDescriptor"]["Columns"]] == [
        ("kind", "string"), ("n", "bigint"), ("latest", "timestamp"), ("amount", "decimal(38,2)"), ("latitude", "double"),
    ]  # fmt: skip
    assert engine.failure(sql).startswith("TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.own_")
    engine.run("drop table kinds")
    assert engine.failure(sql).startswith("HIVE_PATH_ALREADY_EXISTS: Target directory for table 'own_")
    assert engine.failure("create table broken as select nope from crime_data.crimes").startswith(
        "COLUMN_NOT_FOUND: line 1:31: Column 'nope'"
    )
    assert engine.failure("create table broken as select count(*) from crime_data.crimes").startswith(
        "MISSING_COLUMN_NAME: line 1:"
    )
    assert engine.run("show tables").rows == []


def test_a_partitioned_table_of_a_querys_rows_lies_with_the_results(engine, client):
    engine.run("create table days with (partitioned_by = array['d']) as select id, kind, d from crime_data.crimes")
    assert engine.run("show partitions days").rows == [["d=01"], ["d=02"]]
    assert engine.run("select d, count(*), count(kind) from days where d = '02' group by d").rows == [
        ["02", "20", "14"]
    ]
    location = client("glue").get_table(DatabaseName=engine.database, Name="days")["Table"]["StorageDescriptor"][
        "Location"
    ]
    assert location.startswith(engine.output + "tables/")
    assert engine.failure(
        "create table bad with (partitioned_by = array['id']) as select id, d from crime_data.crimes"
    ).startswith("HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns")


def test_prepared_statements_take_parameters(engine, client):
    engine.run("prepare of_day from select count(*) from crime_data.crimes where d = ? and kind = ?")
    assert engine.run("execute of_day using '02', 'THEFT'").rows == [["7"]]
    assert engine.failure("execute of_day using '02'").startswith(
        "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 1"
    )
    known = client("athena").get_prepared_statement(StatementName="of_day", WorkGroup=engine.workgroup)
    assert known["PreparedStatement"]["QueryStatement"].startswith("select count(*)")
    engine.run("deallocate prepare of_day")
    assert engine.failure("execute of_day using '02'").startswith("NOT_FOUND: Prepared statement not found: of_day")


def test_a_query_that_reads_more_than_its_workgroup_allows_is_cancelled(engine, client, bucket, tmp_path):
    """10 MB is the least that can be allowed."""
    place = f"own/{engine.database}-large"
    query = "select cast(hash(range) // 2 as bigint) as a, cast(hash(-range) // 2 as bigint) as b from range(1000000)"
    columns, location = {"a": "bigint", "b": "bigint"}, f"s3://{bucket}/{place}/"
    tables.put_parquet(client("s3"), bucket, f"{place}/part-0.parquet", query, tmp_path)
    client("glue").create_table(DatabaseName=engine.database, TableInput=tables.table("large", location, columns))
    athena, sql = client("athena"), "select max(a), max(b) from large"
    scanned = engine.finish(engine.start(sql))["Statistics"]["DataScannedInBytes"]
    assert scanned > 12_000_000
    limits = {"BytesScannedCutoffPerQuery": 10_000_000}, {"RemoveBytesScannedCutoffPerQuery": True}
    statuses = []
    for limit in limits:
        athena.update_work_group(WorkGroup=engine.workgroup, ConfigurationUpdates=limit)
        statuses.append(engine.finish(engine.start(sql))["Status"])
    assert (statuses[0]["State"], statuses[0]["StateChangeReason"]) == ("CANCELLED", "Bytes scanned limit was exceeded")
    assert statuses[1]["State"] == "SUCCEEDED"


def test_pyathena_gives_rows_in_types_of_python(engine, local_aws):
    place = {"s3_staging_dir": engine.output, "work_group": engine.workgroup, "schema_name": "crime_data"}
    with pyathena.connect(**place, **local_aws.client_settings) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) as n, max(day) as last from crimes where d = %(day)s", {"day": "02"})
        assert [(name, kind) for name, kind, *_ in cursor.description] == [("n", "bigint"), ("last", "date")]
        assert cursor.fetchall() == [(20, datetime.date(2016, 1, 2))]
        with pytest.raises(pyathena.error.OperationalError, match="COLUMN_NOT_FOUND: line 1:8: Column 'nope'"):
            cursor.execute("select nope from crimes")
