"""A query's rows as Parquet files on S3, written by DuckDB, and the table over them."""

import duckdb

from localstack_lakehouse.athena import views
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.folders import register_folders
from localstack_lakehouse.athena.formats import FORMATS
from localstack_lakehouse.athena.new_table import NewTable
from localstack_lakehouse.athena.relations import quoted
from localstack_lakehouse.athena.types import trino_to_duckdb, trino_to_hive


def write(engine: duckdb.DuckDBPyConnection, table: NewTable, columns: list[tuple[str, str]], sql: str) -> None:
    """Each column in the type that Glue will name: DuckDB's own sums would become doubles."""
    if table.format != "parquet":
        raise QueryFailed("NOT_SUPPORTED", f"This local Athena writes Parquet on DuckDB, not {table.format.upper()}")
    names = ", ".join(f'"{name}"' for name, _ in columns)
    items = ", ".join(f'cast("{name}" as {trino_to_duckdb(kind)}) as "{name}"' for name, kind in columns)
    options = f"format parquet, compression {compression(table)}"
    target = f"{table.location}part-0.parquet"
    if table.partitioned_by:
        keys = ", ".join(f'"{key}"' for key in table.partitioned_by)
        options, target = f"{options}, partition_by ({keys})", table.location.rstrip("/")
    engine.execute(f"copy (select {items} from ({sql}) as answer({names})) to {quoted(target)} ({options})")


def compression(table: NewTable) -> str:
    return "uncompressed" if table.compression == "none" else table.compression


def register(catalog: Catalog, table: NewTable, columns: list[tuple[str, str]]) -> None:
    """In Glue, with the partitions that were written."""
    described = [{"Name": name, "Type": trino_to_hive(kind)} for name, kind in columns]
    count = len(columns) - len(table.partitioned_by)
    inputs, outputs, serde = FORMATS["PARQUET"]
    made = {
        "Name": table.name,
        "Owner": views.OWNER,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"EXTERNAL": "TRUE"},
        "PartitionKeys": described[count:],
        "StorageDescriptor": {
            "Columns": described[:count],
            "Location": table.location,
            "InputFormat": inputs,
            "OutputFormat": outputs,
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": {"serialization.format": "1"}},
        },
    }
    catalog.glue.create_table(DatabaseName=table.schema, TableInput=made)
    if table.partitioned_by:
        register_folders(catalog, made | {"DatabaseName": table.schema})


def check_columns(table: NewTable, columns: list[tuple[str, str]], unnamed: list[int]) -> None:
    if unnamed:
        sentence = f"Column name not specified at position {unnamed[0] + 1}"
        raise QueryFailed("MISSING_COLUMN_NAME", sentence, (1, 1))
    last = [name for name, _ in columns][len(columns) - len(table.partitioned_by) :]
    if last != table.partitioned_by:
        keys = f"[{', '.join(table.partitioned_by)}]"
        rule = "Partition keys must be the last columns in the table and in the same order as the table properties"
        raise QueryFailed("HIVE_COLUMN_ORDER_MISMATCH", f"{rule}: {keys}")
