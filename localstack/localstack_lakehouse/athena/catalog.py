"""The Glue catalogue and the files on S3, read through the endpoint, as one query sees them."""

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from localstack_lakehouse.endpoint import client, split_s3_uri


class Catalog:
    """Each table is read once, so that a query sees one version of it."""

    def __init__(self, access_key: str, region: str):
        self.access_key, self.region = access_key, region
        self.glue: BaseClient = client("glue", access_key, region)
        self._s3: BaseClient = client("s3", access_key, region)
        self._tables: dict[tuple[str, str], dict | None] = {}

    def has_database(self, name: str) -> bool:
        return found(self.glue.get_database, Name=name) is not None

    def databases(self) -> list[str]:
        pages = self.glue.get_paginator("get_databases").paginate()
        return sorted(database["Name"] for page in pages for database in page["DatabaseList"])

    def table(self, database: str, name: str) -> dict | None:
        key = (database, name)
        if key not in self._tables:
            answer = found(self.glue.get_table, DatabaseName=database, Name=name)
            self._tables[key] = answer and answer["Table"]
        return self._tables[key]

    def tables(self, database: str) -> list[dict]:
        pages = self.glue.get_paginator("get_tables").paginate(DatabaseName=database)
        return sorted((table for page in pages for table in page["TableList"]), key=lambda table: table["Name"])

    def partitions(self, database: str, name: str) -> list[dict]:
        pages = self.glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName=name)
        return [partition for page in pages for partition in page["Partitions"]]

    def files(self, location: str) -> list[tuple[str, int]]:
        """Every object under the location is data, but for names that start with _ or a dot; with its size."""
        bucket, prefix = split_s3_uri(location)
        prefix = prefix.rstrip("/") + "/" if prefix else ""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        objects = [entry for page in pages for entry in page.get("Contents", [])]
        return [
            (f"s3://{bucket}/{entry['Key']}", entry["Size"])
            for entry in objects
            if entry["Size"] and not is_hidden(entry["Key"].removeprefix(prefix))
        ]


def is_hidden(name: str) -> bool:
    return any(part.startswith(("_", ".")) for part in name.split("/"))


def found(call, **arguments) -> dict | None:
    try:
        return call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] == "EntityNotFoundException":
            return None
        raise
