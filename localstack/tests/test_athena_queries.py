"""What queries answer: values, types and names as Athena gives them."""

import pytest

from tests import tables

QUERIES = [
    ("select count(*) from crimes", [["30"]], "only registered partitions are read, and no hidden file"),
    ("select count(*) from crimes_latest", [["20"]], ""),
    ("select count(*) from awsdatacatalog.crime_data.crimes where d = '02'", [["20"]], ""),
    ("select y, m, d, count(*) from crimes group by y, m, d order by d", [["2016", "01", "01", "10"], ["2016", "01", "02", "20"]], ""),
    ("select max(y || '-' || m || '-' || d) from crimes", [["2016-01-02"]], "partition columns are text"),
    ("select kind, count(*) as n from crimes group by kind order by n desc, kind", [["THEFT", "11"], ["BATTERY", "10"], [None, "9"]], ""),
    ("select kind from crimes_latest order by kind offset 19 limit 1", [[None]], "nulls come last"),
    ("select Kind, ID from Crimes where ID = 1 and D = '01'", [["BATTERY", "1"]], "names have no case"),
    ("select c.id, l.id from crimes c left join crimes_latest l on c.id = l.id + 5 where c.d = '01' order by 1 limit 1", [["0", None]], ""),
    ("select count(*) from crimes a left join crimes b on a.id = b.id and b.d = '09' where b.y is null", [["30"]], "pruning keeps outer joins"),
    ("with a as (select * from crimes where d = '01'), b as (select id from a) select sum(id) from b", [["45"]], ""),
    ("select id from crimes c where exists (select 1 from crimes_latest l where l.id = c.id + 18) and d = '01' order by id", [["0"], ["1"]], ""),
    ("select 1/2, -7/2, 5 % 3, 100.0 * 1 / 3, 1e0 / 4", [["0", "-3", "2", "33.3", "0.25"]], "integers and decimals divide as Trino's"),
    ("select 100.0 * count(*) / sum(count(*)) over () as share from crimes group by arrest order by 1", [["50.0"], ["50.0"]], ""),
    ("select avg(amount), sum(amount), avg(id), max(amount) from crimes_latest", [["3.17", "63.33", "9.5", "6.33"]], ""),
    ("select count(*) filter (where arrest), count_if(not arrest), sum(case when arrest then 1 else 0 end) from crimes_latest", [["10", "10", "10"]], ""),
    ("select row_number() over (partition by kind order by id desc) from crimes_latest where id = 19", [["1"]], ""),
    ("select at from crimes_latest order by id limit 1", [["2016-01-02 01:02:03.457"]], "timestamps are rounded to milliseconds"),
    ("select date_trunc('month', day), date_trunc('hour', at) from crimes_latest limit 1", [["2016-01-01", "2016-01-02 01:00:00.000"]], ""),
    ("select day + interval '7' day, date_diff('day', date '2016-01-01', day), date_add('month', 1, day) from crimes_latest limit 1", [["2016-01-09", "1", "2016-02-02"]], ""),
    ("select day + interval '30' day, day + interval '1' month from crimes_latest limit 1", [["2016-02-01", "2016-02-02"]], "30 days are no month"),
    ("select date_format(at, '%Y-%m-%d %H:%i'), year(day), month(day), day_of_week(day) from crimes_latest limit 1", [["2016-01-02 01:02", "2016", "1", "6"]], ""),
    ("select true, null, 1e10, 0.1e0, 123456789.5e0, date '2016-01-02', x'68656c', decimal '1.50'", [["true", None, "1.0E10", "0.1", "1.234567895E8", "2016-01-02", "68 65 6c", "1.50"]], ""),
    ("select array[1, null], map(array['a'], array[1]), cast(row(1, 'x') as row(a integer, b varchar))", [["[1, null]", "{a=1}", "{a=1, b=x}"]], ""),
    ("select try_cast('x' as integer), try(1 / 0), nullif(1, 1), coalesce(null, 'x'), if(1 = 1, 'a', 'b')", [[None, None, None, "x", "a"]], ""),
    ("select cast('abcdef' as varchar(3)), regexp_extract('abc', 'x'), regexp_like('abc', 'b'), regexp_replace('a1b2', '[0-9]', '')", [["abc", None, "true", "ab"]], ""),
    ("select split_part('a-b', '-', 2), strpos('abc', 'c'), substr('abc', 2), lpad('7', 2, '0'), concat('a', 'b')", [["b", "3", "bc", "07", "ab"]], ""),
    ("select array_join(array_agg(distinct kind order by kind), '+'), count(distinct id), max_by(id, latitude) from crimes_latest where kind is not null", [["BATTERY+THEFT", "14", "19"]], ""),
    ("select a, count(*) from crimes_latest cross join unnest(array['x', 'y']) as t(a) group by a order by a", [["x", "20"], ["y", "20"]], ""),
    ("select transform(array[1, 2], x -> x + 1)", [["[2, 3]"]], ""),
    ("select json_extract_scalar('{\"a\": {\"b\": 7}}', '$.a.b')", [["7"]], ""),
    ("select 'a' union all select kind from crimes_latest where id = 0 order by 1", [["THEFT"], ["a"]], ""),
    ("values (1, 'a'), (2, null)", [["1", "a"], ["2", None]], ""),
    ("-- a comment\nselect 1 /* another */ as one;", [["1"]], ""),
    ("select '', 'say \"hi\"', 'a,b'", [["", 'say "hi"', "a,b"]], ""),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


@pytest.mark.parametrize(("sql", "rows", "why"), QUERIES, ids=[sql[:60] for sql, _, _ in QUERIES])
def test_a_query_answers_as_on_athena(athena, sql, rows, why):
    assert athena.run(sql).rows == rows, why or sql


def test_unnamed_columns_are_called_by_their_place(athena):
    assert [name for name, _ in athena.run("select id, count(*), 1 as one, 'x' from crimes group by id").columns] == [
        "id",
        "_col1",
        "one",
        "_col3",
    ]


def test_columns_have_athenas_types(athena):
    columns = dict(athena.run("select *, sum(id) over () as total, array[id] as list from crimes limit 1").columns)
    assert columns == {
        "id": "bigint",
        "kind": "varchar",
        "arrest": "boolean",
        "at": "timestamp",
        "latitude": "double",
        "amount": "decimal",
        "day": "date",
        "y": "varchar",
        "m": "varchar",
        "d": "varchar",
        "total": "bigint",
        "list": "array",
    }


def test_partitions_ruled_out_are_not_read(athena):
    def scanned(sql: str) -> int:
        return athena.finish(athena.start(sql))["Statistics"]["DataScannedInBytes"]

    first, second = (scanned(f"select count(kind) from crimes where y = '2016' and d = '0{day}'") for day in (1, 2))
    assert 0 < first < second
    assert scanned("select count(kind) from crimes") == first + second
    assert scanned("select count(kind) from crimes where d > '02'") == 0


def test_a_moved_partition_shows_its_new_files_only(athena, client, bucket, tmp_path):
    glue, place = client("glue"), "crime_data/moving/d=1/run="
    columns = {"id": "bigint"}
    location = f"s3://{bucket}/crime_data/moving"
    glue.create_table(DatabaseName="crime_data", TableInput=tables.table("moving", location, columns, ("d",)))
    for run in (1, 2):
        query = f"select range as id from range({run * 100})"
        tables.put_parquet(client("s3"), bucket, f"{place}{run}/part-0.parquet", query, tmp_path)
    for run, rows in ((1, "100"), (2, "200"), (1, "100")):
        partition = {"Values": ["1"], "StorageDescriptor": tables.storage(f"s3://{bucket}/{place}{run}", columns)}
        if athena.run("show partitions moving").rows:
            request = {"PartitionValueList": ["1"], "PartitionInput": partition}
            glue.update_partition(DatabaseName="crime_data", TableName="moving", **request)
        else:
            glue.create_partition(DatabaseName="crime_data", TableName="moving", PartitionInput=partition)
        assert athena.run("select count(*) from moving").rows == [[rows]]


def test_a_column_that_the_files_lack_is_null(athena, client, bucket):
    location = f"s3://{bucket}/crime_data/crimes/y=2016/m=01/d=01/run=1/"
    more = tables.COLUMNS | {"added_later": "string"}
    client("glue").create_table(DatabaseName="crime_data", TableInput=tables.table("wider", location, more))
    assert athena.run("select id, added_later from wider order by id limit 1").rows == [["0", None]]


def test_parameters_take_the_places_of_question_marks(athena):
    sql = "select count(*) from crimes where d = ? and id < ?"
    assert athena.run(sql, ExecutionParameters=["'02'", "5"]).rows == [["5"]]
