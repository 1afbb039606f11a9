"""A table's columns and its partitions': of one name, and of types that Athena can bring together."""

from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.types import hive_to_trino

TEXT = {"varchar"}
FRACTIONS = {"decimal", "double"}
# What a partition's type may become, as Trino 476 showed for each pair of types; for the rest it is a mismatch.
COERCED = {
    "tinyint": {"smallint", "integer", "bigint"} | FRACTIONS | TEXT,
    "smallint": {"integer", "bigint"} | FRACTIONS | TEXT,
    "integer": {"bigint"} | FRACTIONS | TEXT,
    "bigint": FRACTIONS | TEXT,
    "real": FRACTIONS | TEXT,
    "double": {"real", "decimal"} | TEXT,
    "decimal": {"tinyint", "smallint", "integer", "bigint", "real", "double", "decimal"} | TEXT,
    "boolean": TEXT,
    "date": TEXT,
    "timestamp": {"date"} | TEXT,
    "varbinary": TEXT,
    "varchar": {"tinyint", "smallint", "integer", "bigint", "real", "double", "boolean", "date", "timestamp"},
}


def refuse_mismatch(table: dict, values: tuple[str, ...], columns: list[dict]) -> None:
    """By name, as for Parquet: the order does not matter, and a column that only one of them has is no mismatch."""
    declared = {column["Name"].lower(): column["Type"] for column in table["StorageDescriptor"]["Columns"]}
    for column in columns:
        name, kind = column["Name"].lower(), column["Type"]
        if name in declared and not is_coerced(hive_to_trino(kind), hive_to_trino(declared[name])):
            keys = [key["Name"] for key in table["PartitionKeys"]]
            place = "/".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
            sentence = (
                "There is a mismatch between the table and partition schemas. "
                "The types are incompatible and cannot be coerced. "
                f"The column '{name}' in table '{table['DatabaseName']}.{table['Name']}' is declared as type "
                f"'{declared[name]}', but partition '{place}' declared column '{name}' as type '{kind}'."
            )
            raise QueryFailed("HIVE_PARTITION_SCHEMA_MISMATCH", sentence)


def is_coerced(partition: str, table: str) -> bool:
    return partition == table or family(table) in COERCED.get(family(partition), set())


def family(kind: str) -> str:
    return kind.partition("(")[0]
