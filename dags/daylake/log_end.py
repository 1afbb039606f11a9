"""The last lines of what EMR wrote to LogUri, for whoever reads the task's log at two in the morning."""

from __future__ import annotations

import gzip

from airflow.providers.amazon.aws.hooks.s3 import S3Hook

LINES = 25


def step_log_end(cluster: dict, step_id: str, s3: S3Hook) -> str:
    uri = f"{_logs(cluster)}/steps/{step_id}/stderr.gz"
    return _end(uri, read(uri, s3))


def bootstrap_log_end(cluster: dict, s3: S3Hook) -> str:
    bucket, prefix = S3Hook.parse_s3_url(f"{_logs(cluster)}/node/")
    keys = s3.list_keys(bucket, prefix) or []
    logs = [f"s3://{bucket}/{key}" for key in keys if "/bootstrap-actions/" in key and key.endswith("/stderr.gz")]
    if not logs:
        return _end(f"s3://{bucket}/{prefix}*/bootstrap-actions/*/stderr.gz", None)
    return "\n".join(_end(uri, read(uri, s3)) for uri in logs)


def read(uri: str, s3: S3Hook) -> bytes | None:
    """The object's bytes, or None when it is not there."""
    bucket, key = S3Hook.parse_s3_url(uri)
    if not s3.check_for_key(key, bucket):
        return None
    return s3.conn.get_object(Bucket=bucket, Key=key)["Body"].read()


def _logs(cluster: dict) -> str:
    # EMR answers with the s3n:// scheme of its early days.
    return f"{cluster['LogUri'].replace('s3n://', 's3://').rstrip('/')}/{cluster['Id']}"


def _end(uri: str, zipped: bytes | None) -> str:
    if zipped is None:
        return f"No log yet at {uri}: EMR delivers logs about five minutes late; look there again"
    lines = gzip.decompress(zipped).decode(errors="replace").splitlines()
    return "\n".join([f"The end of {uri}:", *lines[-LINES:]])
