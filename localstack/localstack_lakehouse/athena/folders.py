"""Partitions in Glue for the folders in which their files are, named as Hive names them."""

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.errors import refused

AT_ONCE = 100


def register_folders(catalog: Catalog, table: dict) -> list[tuple[str, ...]]:
    """The values of those that were not registered."""
    root = table["StorageDescriptor"]["Location"].rstrip("/") + "/"
    known = {tuple(each["Values"]) for each in catalog.partitions(table["DatabaseName"], table["Name"])}
    found = {values_in(address.removeprefix(root), keys(table)) for address, _ in catalog.files(root)}
    missing = sorted(found - known - {None})
    create(catalog, table, [partition(table, values, place_of(table, values)) for values in missing])
    return missing


def values_in(path: str, names: list[str]) -> tuple[str, ...] | None:
    folders = [folder.partition("=") for folder in path.split("/")[: len(names)]]
    if [name.lower() for name, _, _ in folders] != names or not all(value for _, _, value in folders):
        return None
    return tuple(value for _, _, value in folders)


def keys(table: dict) -> list[str]:
    return [key["Name"].lower() for key in table["PartitionKeys"]]


def pairs_of(table: dict, values: tuple[str, ...]) -> list[str]:
    return [f"{key}={value}" for key, value in zip(keys(table), values, strict=True)]


def place_of(table: dict, values: tuple[str, ...]) -> str:
    return "/".join([table["StorageDescriptor"]["Location"].rstrip("/"), *pairs_of(table, values), ""])


def partition(table: dict, values: tuple[str, ...], location: str) -> dict:
    return {"Values": list(values), "StorageDescriptor": table["StorageDescriptor"] | {"Location": location}}


def create(catalog: Catalog, table: dict, partitions: list[dict]) -> None:
    for start in range(0, len(partitions), AT_ONCE):
        answer = catalog.glue.batch_create_partition(
            DatabaseName=table["DatabaseName"],
            TableName=table["Name"],
            PartitionInputList=partitions[start : start + AT_ONCE],
        )
        if answer.get("Errors"):
            raise refused(answer["Errors"][0]["ErrorDetail"]["ErrorMessage"])
