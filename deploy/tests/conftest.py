"""The local AWS with an artifacts bucket."""

import boto3
import pytest
from tests.process import LocalAws

BUCKET = "artifacts"


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory):
    with LocalAws(tmp_path_factory.mktemp("local-aws")) as aws:
        yield aws


@pytest.fixture
def s3(local_aws):
    """An S3 client, and an empty bucket `artifacts`."""
    s3 = boto3.client("s3", **local_aws.client_settings)
    s3.create_bucket(Bucket=BUCKET)
    yield s3
    for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        s3.delete_object(Bucket=BUCKET, Key=item["Key"])
    s3.delete_bucket(Bucket=BUCKET)
