"""The stack's own AWS."""

import boto3
from botocore.exceptions import ClientError

from .names import REGION
from .stack import Stack

EXISTS = (
    "BucketAlreadyOwnedByYou",
    "EntityAlreadyExists",
    "AlreadyExistsException",
    "ResourceExistsException",
    "ResourceConflictException",
    "LimitExceeded",  # of roles in an instance profile: one
)


def client(stack: Stack, service: str):
    """A boto3 client of the stack's own AWS, whatever this shell's settings are."""
    return boto3.client(
        service,
        endpoint_url=stack.aws_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def unless_there(create, **arguments) -> None:
    """Calls an AWS operation that creates; already existing is what was wanted."""
    try:
        create(**arguments)
    except ClientError as error:
        # Athena has no code of its own for it.
        if error.response["Error"]["Code"] not in EXISTS and "WorkGroup already exists" not in str(error):
            raise
