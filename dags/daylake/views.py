"""The pipeline's views for people and dashboards: one statement a file, read when the run gets there."""

from __future__ import annotations

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.sdk import task

from daylake.settings import settings


@task
def view_statements(pipeline: str, variable: dict) -> list[str]:
    bucket, prefix = S3Hook.parse_s3_url(f"{settings(variable).artifacts}/sql/{pipeline}/views/")
    hook = S3Hook()
    keys = sorted(key for key in hook.list_keys(bucket, prefix) or [] if key.endswith(".sql"))
    return [hook.read_key(key, bucket) for key in keys]
