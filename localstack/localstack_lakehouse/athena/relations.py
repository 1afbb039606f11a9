"""Each table that a query names, made a DuckDB view over the files Athena would read: registered partitions only."""

from dataclasses import dataclass, field

import duckdb

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.partition_types import refuse_mismatch
from localstack_lakehouse.athena.types import duckdb_to_trino, hive_to_trino, trino_to_duckdb

READER = "read_parquet([{files}], hive_partitioning = false, union_by_name = true)"
# Trino reads a float's file as a double too, but fails or finds nothing where the query has a condition on it.
FAMILIES = ("tinyint smallint integer bigint", "timestamp timestamp_with_time_zone")


@dataclass(frozen=True)
class Location:
    """A place with data: the whole table, or one partition with its values and its own columns."""

    address: str
    values: tuple[str, ...] = ()
    columns: list[dict] = field(default_factory=list)


def columns(table: dict) -> dict[str, str]:
    """Trino types by name; the partition's columns come last, as in Athena."""
    listed = [*table["StorageDescriptor"]["Columns"], *table.get("PartitionKeys", [])]
    return {column["Name"].lower(): hive_to_trino(column["Type"]) for column in listed}


def partition_columns(table: dict) -> list[str]:
    return [column["Name"].lower() for column in table.get("PartitionKeys", [])]


def locations(table: dict, catalog: Catalog) -> list[Location]:
    refuse_what_is_not_read(table)
    if not table.get("PartitionKeys"):
        return [Location(table["StorageDescriptor"]["Location"])]
    registered = catalog.partitions(table["DatabaseName"], table["Name"])
    return [
        Location(
            each["StorageDescriptor"]["Location"], tuple(each["Values"]), each["StorageDescriptor"].get("Columns") or []
        )
        for each in registered
    ]


def refuse_what_is_not_read(table: dict) -> None:
    name = f"{table['DatabaseName']}.{table['Name']}"
    serde = (table["StorageDescriptor"].get("SerdeInfo") or {}).get("SerializationLibrary", "")
    if "parquet" not in serde.lower():
        sentence = f"Cannot read {name} with {serde or 'no SerDe'}: this local Athena reads Parquet only"
        raise QueryFailed("NOT_SUPPORTED", sentence)
    if (table.get("Parameters") or {}).get("projection.enabled", "").lower() == "true":
        raise QueryFailed("NOT_SUPPORTED", f"Cannot read {name}: this local Athena knows no partition projection")


class Relations:
    """The DuckDB views of one query; knows how many bytes it will read."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, catalog: Catalog):
        self._engine = engine
        self._catalog = catalog
        self._count = 0
        self.bytes = 0

    def add_view(self, sql: str) -> str:
        self._count += 1
        name = f"relation_{self._count}"
        self._engine.execute(f'create view "{name}" as {sql}')
        return name

    def add_table(self, table: dict, places: list[Location]) -> str:
        for place in places:
            refuse_mismatch(table, place.values, place.columns)
        selects = [select for place in places if (select := self._select(table, place))]
        return self.add_view(" union all ".join(selects) or nothing(table))

    def _select(self, table: dict, place: Location) -> str | None:
        found = self._catalog.files(place.address)
        if not found:
            return None
        self.bytes += sum(size for _, size in found)
        reader = READER.format(files=", ".join(quoted(address) for address, _ in found))
        stored = self._stored_types(reader)
        values = dict(zip(partition_columns(table), place.values, strict=True))
        items = []
        for name, kind in columns(table).items():
            if name in values:
                source = quoted(values[name])
            else:
                check(name, stored.get(name), kind, found[0][0])
                source = read_column(name, stored.get(name))
            items.append(f'cast({source} as {trino_to_duckdb(kind)}) as "{name}"')
        return f"select {', '.join(items)} from {reader}"

    def _stored_types(self, reader: str) -> dict[str, str]:
        described = self._engine.execute(f"describe select * from {reader}").fetchall()
        return {name.lower(): duckdb_to_trino(kind) for name, kind, *_ in described}


def nothing(table: dict) -> str:
    items = (f'cast(null as {trino_to_duckdb(kind)}) as "{name}"' for name, kind in columns(table).items())
    return f"select {', '.join(items)} where false"


def read_column(name: str, stored: str | None) -> str:
    """Athena's timestamps have milliseconds: it rounds what files have beyond."""
    if stored is None:
        return "null"
    if stored == "timestamp":
        return rounded(f'"{name}"')
    if stored == "timestamp with time zone":
        return rounded(f"timezone('UTC', \"{name}\")")
    return f'"{name}"'


def rounded(timestamp: str) -> str:
    return f"date_trunc('milliseconds', {timestamp} + interval 500 microseconds)"


def check(name: str, stored: str | None, declared: str, file: str) -> None:
    """Athena reads a column only if the file's type fits the table's, and by name: a missing one is null."""
    if stored is None or fits(stored, declared):
        return
    field = f"Field {name}'s type {stored} in parquet file {file}"
    sentence = f"{field} is incompatible with type {declared} defined in table schema"
    raise QueryFailed("HIVE_BAD_DATA", sentence)


def fits(stored: str, declared: str) -> bool:
    stored, declared = (kind.replace("timestamp with time zone", "timestamp") for kind in (stored, declared))
    if stored.split("(")[0] == declared.split("(")[0]:
        return not stored.startswith("decimal") or widens(stored, declared)
    for family in FAMILIES:
        kinds = family.split()
        if stored in kinds and declared in kinds:
            return kinds.index(stored) <= kinds.index(declared)
    return False


def widens(stored: str, declared: str) -> bool:
    (stored_digits, stored_scale), (digits, scale) = (
        [int(number) for number in kind[len("decimal(") : -1].split(",")] for kind in (stored, declared)
    )
    return scale == stored_scale and digits >= stored_digits


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
