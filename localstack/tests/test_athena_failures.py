"""What Athena refuses must fail here too, in its words: an engine that lets more pass would prove nothing."""

import pytest

from tests import tables

CANNOT_RESOLVE = "cannot be resolved or requester is not authorized to access requested resources"
FAILURES = [
    ("select * from nothing", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.crime_data.nothing' does not exist"),
    ("select *\nfrom nowhere.t", "SCHEMA_NOT_FOUND: line 2:6: Schema 'nowhere' does not exist"),
    ("select nope from crimes", f"COLUMN_NOT_FOUND: line 1:8: Column 'nope' {CANNOT_RESOLVE}"),
    ("select c.nope from crimes c", f"COLUMN_NOT_FOUND: line 1:8: Column 'c.nope' {CANNOT_RESOLVE}"),
    ("select id as x from crimes where x > 1", f"COLUMN_NOT_FOUND: line 1:34: Column 'x' {CANNOT_RESOLVE}"),
    ("select id as x from crimes group by x", f"COLUMN_NOT_FOUND: line 1:37: Column 'x' {CANNOT_RESOLVE}"),
    ("select id from crimes a join crimes b on a.id = b.id", "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous"),
    ("select id, count(*) from crimes", "EXPRESSION_NOT_AGGREGATE: line 1:8: 'id' must be an aggregate expression or appear in GROUP BY clause"),
    ("select foo(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'foo' not registered"),
    ("select * from read_csv('/etc/passwd')", "line 1:23: mismatched input '('"),
    ("select * from '/etc/passwd'", "line 1:15: mismatched input ''/etc/passwd''"),
    ("select strftime(at, '%Y') from crimes", "FUNCTION_NOT_FOUND: line 1:8: Function 'strftime' not registered"),
    ("select id from crimes where y = 2016", "TYPE_MISMATCH: line 1:31: Cannot apply operator: varchar = integer"),
    ("select id from crimes where arrest = 'true'", "TYPE_MISMATCH: line 1:36: Cannot apply operator: boolean = varchar"),
    ("select id from crimes where day > '2016-01-01'", "TYPE_MISMATCH: line 1:33: Cannot apply operator: date < varchar(10)"),
    ("select id from crimes where d in (1, 2)", "TYPE_MISMATCH: line 1:35: IN value and list items must be the same type or coercible to a common type. Cannot find common type between varchar and integer, all types (without duplicates): [varchar, integer]"),
    ("select 1 union select 'x'", "TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)"),
    ("select 'a' || 1", "FUNCTION_NOT_FOUND: line 1:12: Unexpected parameters (varchar(1), integer) for function concat"),
    ("select id / (id - id) from crimes", "DIVISION_BY_ZERO: Division by zero"),
    ("select cast('x' as integer)", "INVALID_CAST_ARGUMENT: "),
    ("selec 1", "line 1:1: mismatched input 'selec'"),
    ("select 1 from", "line 1:14: mismatched input '<EOF>'"),
    ("select id from crimes limit 1 offset 1", "line 1:31: mismatched input 'offset'"),
    ("select id, from crimes", "line 1:12: mismatched input 'from'"),
    ("select id::varchar from crimes", "line 1:10: mismatched input ':'"),
    ("select id from crimes where kind ilike 't%'", "line 1:34: mismatched input 'ilike'"),
    ("select * exclude (id) from crimes", "line 1:10: mismatched input 'exclude'"),
    ("select id from crimes where id <> 'a'", "TYPE_MISMATCH: line 1:32: Cannot apply operator: bigint = varchar(1)"),
    ("select * replace (1 as id) from crimes", "line 1:10: mismatched input 'replace'"),
    ("select id from crimes qualify row_number() over (order by id) = 1", "line 1:31: mismatched input 'row_number'"),
    ("select [x for x in array[1]]", "line 1:"),
    ("select {'a': 1}", "line 1:8: mismatched input '{'"),
    ("from crimes", "line 1:1: mismatched input 'from'"),
    ("select distinct on (kind) kind from crimes", "line 1:17: mismatched input 'on'"),
    ("select * from read_parquet('s3://x/y')", "line 1:27: mismatched input '('"),
    ("select cast(1 as hugeint)", "TYPE_MISMATCH: line 1:8: Unknown type: hugeint"),
    ("select cast(1 as uint8)", "TYPE_MISMATCH: line 1:8: Unknown type: uint8"),
    ("select cast(1 as string)", "TYPE_MISMATCH: line 1:8: Unknown type: string"),
    ("select cast(1 as text)", "TYPE_MISMATCH: line 1:8: Unknown type: text"),
    ("select id from crimes group by all", "COLUMN_NOT_FOUND: "),
    ("select id from crimes order by all", f"COLUMN_NOT_FOUND: line 1:32: Column 'all' {CANNOT_RESOLVE}"),
    ("select kind from crimes where kind ~ 'T'", "line 1:36: mismatched input '~'"),
    ("select kind from crimes where kind glob 'T*'", "line 1:36: mismatched input 'glob'"),
    ("select id // 2 from crimes", "line 1:12: mismatched input '/'"),
    ("select id ** 2 from crimes", "line 1:12: mismatched input '*'"),
    ("select array_agg(id)[1:2] from crimes", "line 1:23: mismatched input ':'"),
    ("select 'a' like any ('a')", "FUNCTION_NOT_FOUND: line 1:17: Function 'any' not registered"),
    ("select id from crimes using sample 10", "line 1:23: mismatched input 'using'"),
    ("select columns('i.*') from crimes", "FUNCTION_NOT_FOUND: line 1:8: Function 'columns' not registered"),
    ("select epoch(at) from crimes", "FUNCTION_NOT_FOUND: line 1:8: Function 'epoch' not registered"),
    ("select list_sum(array[1])", "FUNCTION_NOT_FOUND: line 1:8: Function 'list_sum' not registered"),
    ("select string_agg(kind, ',') from crimes", "FUNCTION_NOT_FOUND: line 1:8: Function 'string_agg' not registered"),
    ("select 'a' 'b'", "line 1:12: mismatched input ''b''"),
    ("select 1 as select", "line 1:13: mismatched input 'select'"),
    ("select kind: id from crimes", "line 1:12: mismatched input ':'"),
    ("pivot crimes on kind using count(*)", "line 1:1: mismatched input 'pivot'"),
    ("summarize crimes", "line 1:1: mismatched input 'summarize'"),
    ("select 5 % 0", "DIVISION_BY_ZERO: Division by zero"),
    ("select max(id) from crimes where max(id) > 1", "EXPRESSION_NOT_SCALAR: "),
    ("select cast('2016-13-01' as date)", "INVALID_CAST_ARGUMENT: Value cannot be cast to date: 2016-13-01"),
    ("select cast(300 as tinyint)", "NUMERIC_VALUE_OUT_OF_RANGE: Out of range for tinyint: 300"),
    ("select 9223372036854775807 + 1", "NUMERIC_VALUE_OUT_OF_RANGE: bigint addition overflow: "),
    ("select length(5)", "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function length"),
    ("select (select id from crimes)", "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"),
    ("from crimes select id", "line 1:1: mismatched input 'from'"),
    ("select 1; select 2", "Only one sql statement is allowed. Got: select 1; select 2"),
    ("select count(*) from crimes where d = ?", "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0"),
    ("insert into crimes select * from crimes", "NOT_SUPPORTED: This local Athena does not run this INSERT statement"),
    ("select url_extract_host('http://a/b')", "NOT_SUPPORTED: Athena has the function url_extract_host, but this local one does not"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def crimes(client, bucket, tmp_path_factory):
    if not any(each["Name"] == "crime_data" for each in client("glue").get_databases()["DatabaseList"]):
        tables.create_crimes(client, bucket, tmp_path_factory.mktemp("parquet"))


@pytest.mark.parametrize(("sql", "reason"), FAILURES, ids=[sql[:60] for sql, _ in FAILURES])
def test_a_query_fails_with_athenas_reason(athena, sql, reason):
    assert athena.failure(sql).startswith(reason)


def test_a_query_without_a_database_needs_one_in_its_text(athena):
    assert athena.failure("select 1 from crimes", database=None).startswith("MISSING_SCHEMA_NAME: line 1:15: ")
    assert athena.run("select count(*) from crime_data.crimes", database=None).rows == [["30"]]


def test_a_file_whose_type_is_not_the_tables_is_bad_data(athena, client, bucket):
    location = f"s3://{bucket}/crime_data/crimes/y=2016/m=01/d=01/run=1/"
    for name, changed in (("bad_text", {"id": "string"}), ("bad_number", {"kind": "int"}), ("narrow", {"id": "int"})):
        table = tables.table(name, location, tables.COLUMNS | changed)
        client("glue").create_table(DatabaseName="crime_data", TableInput=table)
        reason = athena.failure(f"select * from {name}")
        assert reason.startswith(f"HIVE_BAD_DATA: Field {next(iter(changed))}'s type "), reason


def test_a_stopped_query_is_cancelled(athena):
    numbers = "unnest(sequence(1, 10000))"
    execution = athena.start(
        f"select count(*) from {numbers} as a(x), {numbers} as b(y), {numbers} as c(z) where x + y < z"
    )
    athena.client.stop_query_execution(QueryExecutionId=execution)
    status = athena.finish(execution, seconds=10)["Status"]
    assert (status["State"], status["StateChangeReason"]) == ("CANCELLED", "Query was cancelled by user")
