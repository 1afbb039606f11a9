"""The DAG files in the bucket from which MWAA reads them: changed ones are uploaded, then those gone are removed."""

import hashlib
from pathlib import Path

from .release import PROJECT

DAGS = PROJECT / "dags"
PREFIX = "dags/"


def dag_files() -> dict[str, Path]:
    """By key: the DAGs and the package they share, without tests and plugins (MWAA takes those from a zip)."""
    files = [*DAGS.glob("*.py"), *(DAGS / "daylake").rglob("*")]
    return {
        PREFIX + file.relative_to(DAGS).as_posix(): file
        for file in sorted(files)
        if file.suffix in (".py", ".md") and "__pycache__" not in file.parts
    }


def upload(s3, bucket: str) -> tuple[list[str], list[str]]:
    """The keys uploaded and the keys removed."""
    wanted = dag_files()
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    there = {item["Key"]: item["ETag"].strip('"') for page in pages for item in page.get("Contents", [])}
    changed = [key for key, file in wanted.items() if there.get(key) != md5(file)]
    gone = [key for key in there if key not in wanted]
    for key in changed:
        s3.put_object(Bucket=bucket, Key=key, Body=wanted[key].read_bytes())
    for key in gone:
        s3.delete_object(Bucket=bucket, Key=key)
    return changed, gone


def md5(file: Path) -> str:
    """What S3 gives as the ETag of an object put in one piece."""
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
