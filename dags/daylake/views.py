"""The pipeline's views for people and dashboards: one statement a file, read when the run gets there."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.athena import AthenaOperator
from airflow.sdk import task

from daylake.settings import settings


@task
def view_statements(pipeline: str, variable: dict) -> list[dict[str, str]]:
    bucket, prefix = S3Hook.parse_s3_url(f"{settings(variable).artifacts}/sql/{pipeline}/views/")
    s3 = S3Hook()
    keys = sorted(key for key in s3.list_keys(bucket, prefix) or [] if key.endswith(".sql"))
    return [{"view": PurePosixPath(key).stem, "query": s3.read_key(key, bucket)} for key in keys]


class CreateView(AthenaOperator):
    """Runs one statement; `view` is the name it has in Airflow's list of mapped tasks."""

    def __init__(self, *, view: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.view = view
