"""Columns that a table has otherwise than its partitions or their files: what is read, and what is refused."""

import pytest

from tests import tables

DATABASE = "changed_columns"
OLD = {"id": "int", "kind": "string", "ratio": "float"}
ROWS = "select 1::int as id, 'a' as kind, 0.5::float as ratio"
MISMATCH = "HIVE_PARTITION_SCHEMA_MISMATCH: There is a mismatch between the table and partition schemas. "


@pytest.fixture(scope="module", autouse=True)
def database(client):
    client("glue").create_database(DatabaseInput={"Name": DATABASE})


@pytest.fixture
def create(client, bucket, tmp_path):
    """A table with one partition, whose files have the old columns; it and its table declare what they like."""

    def make(name: str, columns: dict[str, str], of_partition: dict[str, str]) -> None:
        place = f"{DATABASE}/{name}/d=1"
        tables.put_parquet(client("s3"), bucket, f"{place}/part-0.parquet", ROWS, tmp_path)
        table = tables.table(name, f"s3://{bucket}/{DATABASE}/{name}", columns, ("d",))
        client("glue").create_table(DatabaseName=DATABASE, TableInput=table)
        partition = {"Values": ["1"], "StorageDescriptor": tables.storage(f"s3://{bucket}/{place}", of_partition)}
        client("glue").create_partition(DatabaseName=DATABASE, TableName=name, PartitionInput=partition)

    return make


def test_columns_are_found_by_name_and_a_narrower_partition_is_read(create, athena):
    changed = {"extra": "date", "kind": "string", "id": "bigint"}
    create("widened", changed, OLD)
    assert athena.run("select id, kind, extra from widened", database=DATABASE).rows == [["1", "a", None]]


@pytest.mark.parametrize(
    ("column", "of_table", "of_partition"),
    [("id", "int", "bigint"), ("kind", "binary", "string"), ("kind", "decimal(9,2)", "string")],
)
def test_types_that_cannot_be_brought_together_are_a_mismatch(create, athena, column, of_table, of_partition):
    name = f"mismatch_{of_partition}_{of_table.partition('(')[0]}"
    create(name, OLD | {column: of_table}, OLD | {column: of_partition})
    reason = athena.failure(f"select * from {name}", database=DATABASE)
    assert reason.startswith(MISMATCH)
    assert f"is declared as type '{of_table}', but partition 'd=1' declared column '{column}'" in reason
    assert athena.run(f"select * from {name} where d = '2'", database=DATABASE).rows == []


def test_a_float_is_not_read_as_a_double(create, athena):
    create("floats", OLD | {"ratio": "double"}, OLD | {"ratio": "double"})
    assert athena.failure("select * from floats", database=DATABASE).startswith(
        "HIVE_BAD_DATA: Field ratio's type real "
    )
