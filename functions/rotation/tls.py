"""TLS to a server whose authorities we know: its certificate and its host name are verified, or nothing is sent."""

import ssl

import boto3
from botocore.exceptions import ClientError

from problem import Problem


def context(uri: str) -> ssl.SSLContext:
    """Trusts the authorities in this PEM file on S3 and no others."""
    try:
        return ssl.create_default_context(cadata=text(uri))
    except ssl.SSLError:
        raise Problem(f"Cannot use ssl_ca {uri}: it holds no certificates as PEM; put the server's there") from None


def text(uri: str) -> str:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not (uri.startswith("s3://") and bucket and key):
        raise Problem(f"Cannot use ssl_ca '{uri}': it is not s3://<bucket>/<key>; correct it in the secret")
    try:
        return boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode(errors="replace")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise Problem(f"Cannot read ssl_ca {uri}: AWS answers {code}; let this function's role read it") from None
