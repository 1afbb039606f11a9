"""How our own code and the processes it starts reach this LocalStack: through its endpoint, like anyone else."""

import sys
from functools import cache
from pathlib import Path

import boto3
from botocore.client import BaseClient


def endpoint() -> str:
    """Never `localhost`: the Java SDK and S3A would then look for `bucket.localhost`."""
    from localstack import config

    return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}"


def credentials(account: str, region: str) -> dict[str, str]:
    """What our own services use: LocalStack takes an account's number as its access key."""
    return {
        "AWS_ENDPOINT_URL": endpoint(),
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


@cache
def client(service: str, account: str, region: str) -> BaseClient:
    environment = credentials(account, region)
    return boto3.session.Session().client(
        service,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=region,
    )


def split_s3_uri(uri: str) -> tuple[str, str]:
    """Bucket and key of s3://bucket/key, which Hadoop users also spell s3a and s3n."""
    scheme, separator, rest = uri.partition("://")
    if not separator or scheme not in ("s3", "s3a", "s3n"):
        raise ValueError(f"Cannot read {uri!r} as an S3 address: it must look like s3://bucket/key")
    bucket, _, key = rest.partition("/")
    return bucket, key


def tools() -> str:
    """Where the commands of our own Python environment are, `aws` among them."""
    return str(Path(sys.executable).parent)
