"""The local AWS that Spark and `daylake ingest` write to, and what lies there after a run."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
from botocore.exceptions import ClientError
from rich.console import Console

from laptop import environment, up
from laptop.aws import client, unless_there
from laptop.progress import Progress
from laptop.stack import Stack

from .database import SCHEMA, USER, Database

BUCKET, GLUE_DATABASE, SECRET = "daylake-bench", "crime_data", "daylake/bench"


@dataclass(frozen=True)
class Written:
    """Bytes of the files of a run, and the rows in them where they are Parquet."""

    bytes: int
    rows: int | None


@contextlib.contextmanager
def running(folder: Path, database: Database) -> Iterator[Stack]:
    """The local AWS, in a folder of its own, with the secret by which `daylake ingest` reads the database."""
    os.environ["DAYLAKE_STATE"] = str(folder)
    os.environ["MYSQL_URL"] = f"mysql://{USER}:{database.password}@127.0.0.1:{database.port}/{SCHEMA}"
    progress = Progress(Console(quiet=True))
    up.down(progress)  # one that a killed run left
    stack = up.up(progress, ("aws",))
    try:
        provision(stack, database)
        yield stack
    finally:
        up.down(progress)


def provision(stack: Stack, database: Database) -> None:
    unless_there(client(stack, "s3").create_bucket, Bucket=BUCKET)
    unless_there(client(stack, "glue").create_database, DatabaseInput={"Name": GLUE_DATABASE})
    login = {"host": "127.0.0.1", "port": database.port, "username": USER, "password": database.password}
    value = json.dumps({"engine": "mysql", "dbname": SCHEMA, **login})
    client(stack, "secretsmanager").create_secret(Name=SECRET, SecretString=value)


def empty(stack: Stack) -> None:
    """No files, no tables: every run is the first."""
    s3, glue = client(stack, "s3"), client(stack, "glue")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        if keys := [{"Key": found["Key"]} for found in page.get("Contents", [])]:
            s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})
    for table in glue.get_tables(DatabaseName=GLUE_DATABASE)["TableList"]:
        with contextlib.suppress(ClientError):
            glue.delete_table(DatabaseName=GLUE_DATABASE, Name=table["Name"])


def written(stack: Stack) -> Written:
    """By the files' own footers."""
    pages = client(stack, "s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    found = [each for page in pages for each in page.get("Contents", []) if each["Key"].endswith(".parquet")]
    with duckdb.connect() as query:
        query.execute(f"load '{next(files('duckdb_extension_httpfs').rglob('*.duckdb_extension'))}'")
        keys = environment.aws(stack)
        query.execute(
            f"create secret (type s3, key_id '{keys['AWS_ACCESS_KEY_ID']}', secret '{keys['AWS_SECRET_ACCESS_KEY']}', "
            f"region '{keys['AWS_REGION']}', endpoint '127.0.0.1:{stack.aws_port}', use_ssl false, url_style 'path')"
        )
        return Written(
            sum(each["Size"] for each in found), rows(query, [f"s3://{BUCKET}/{each['Key']}" for each in found])
        )


def rows(query: duckdb.DuckDBPyConnection, parquet: list[str]) -> int:
    if not parquet:
        return 0
    return query.execute("select sum(num_rows)::bigint from parquet_file_metadata($1)", [parquet]).fetchone()[0]


def written_in(folder: Path) -> Written:
    found = [file for file in folder.rglob("*") if file.is_file()]
    parquet = [str(file) for file in found if file.suffix == ".parquet"]
    counted = rows(duckdb.connect(), parquet) if parquet else None
    return Written(sum(Path(file).stat().st_size for file in (parquet or found)), counted)
