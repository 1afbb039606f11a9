"""Whether a bucket is as closed as Terraform made it."""

import json

from botocore.exceptions import ClientError

from .problem import Problem


def bucket_is_closed(s3, bucket: str) -> str:
    """Encrypted, no public access, TLS only; every fault is named."""
    faults = []
    if not algorithm(s3, bucket):
        faults.append("it has no default encryption")
    if not public_access_blocked(s3, bucket):
        faults.append("public access is not blocked")
    if not tls_only(s3, bucket):
        faults.append("its policy lets requests in without TLS")
    if faults:
        raise Problem(f"{', '.join(faults)}; run terraform apply")
    return f"encrypted ({algorithm(s3, bucket)}), closed to the public, TLS only"


def algorithm(s3, bucket: str) -> str | None:
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    return rules[0].get("ApplyServerSideEncryptionByDefault", {}).get("SSEAlgorithm")


def public_access_blocked(s3, bucket: str) -> bool:
    try:
        blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchPublicAccessBlockConfiguration":
            return False
        raise
    return len(blocked) == 4 and all(blocked.values())


def tls_only(s3, bucket: str) -> bool:
    try:
        policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchBucketPolicy":
            return False
        raise
    return any(
        statement["Effect"] == "Deny"
        and str(statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")).lower() == "false"
        for statement in policy["Statement"]
    )
