"""How our own code and the processes it starts reach this LocalStack: through its endpoint, like anyone else."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.client import BaseClient

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext


def endpoint() -> str:
    """Never `localhost`: the Java SDK and S3A would then look for `bucket.localhost`."""
    from localstack import config

    return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}"


def caller(context: "RequestContext") -> str:
    """The access key of whoever signed the request, or its address where that is signed."""
    from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header

    asked = context.request.args
    if credential := asked.get("X-Amz-Credential"):
        return credential.split("/")[0]
    key = asked.get("AWSAccessKeyId") or extract_access_key_id_from_auth_header(context.request.headers)
    return key or context.account_id


def credentials(access_key: str, region: str) -> dict[str, str]:
    """What acts for the owner of an access key; LocalStack checks no signature, and needs no session token."""
    return {
        "AWS_ENDPOINT_URL": endpoint(),
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


@lru_cache(maxsize=100)
def client(service: str, access_key: str, region: str) -> BaseClient:
    environment = credentials(access_key, region)
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
