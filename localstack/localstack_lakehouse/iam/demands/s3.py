"""S3, whose actions are seldom called as its operations are."""

from localstack_lakehouse.iam.call import Call, Demand

OF_THE_ACCOUNT = {"ListBuckets": "ListAllMyBuckets", "ListDirectoryBuckets": "ListAllMyDirectoryBuckets"}
OF_AN_OBJECT = {
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
    "GetObjectAttributes": "GetObjectAttributes",
    "SelectObjectContent": "GetObject",
    "PutObject": "PutObject",
    "PostObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "UploadPartCopy": "PutObject",
    "AbortMultipartUpload": "AbortMultipartUpload",
    "ListParts": "ListMultipartUploadParts",
    "DeleteObject": "DeleteObject",
    "RestoreObject": "RestoreObject",
}
OF_A_BUCKET = {
    "HeadBucket": "ListBucket",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "PutBucketCors": "PutBucketCORS",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
}
VERSIONED = {"GetObject": "GetObjectVersion", "DeleteObject": "DeleteObjectVersion"}


def demands(call: Call) -> list[Demand]:
    name, asked = call.operation, call.asked
    if action := OF_THE_ACCOUNT.get(name):
        return [Demand(f"s3:{action}")]
    if name == "DeleteObjects":
        return [on_object(asked["Bucket"], each, "DeleteObject") for each in asked["Delete"]["Objects"]]
    if not asked.get("Key"):
        return [Demand(f"s3:{OF_A_BUCKET.get(name, name)}", f"arn:aws:s3:::{asked.get('Bucket', '*')}", listing(call))]
    needed = [on_object(asked["Bucket"], asked, OF_AN_OBJECT.get(name, name))]
    if source := asked.get("CopySource"):
        needed.append(on_copied(source))
    if asked.get("Tagging") and name in ("PutObject", "CreateMultipartUpload", "CopyObject"):
        needed.append(on_object(asked["Bucket"], asked, "PutObjectTagging"))
    return needed


def on_object(bucket: str, asked: dict, action: str) -> Demand:
    action = VERSIONED.get(action, action) if asked.get("VersionId") else action
    return Demand(f"s3:{action}", f"arn:aws:s3:::{bucket}/{asked['Key']}")


def on_copied(source: str | dict) -> Demand:
    """As LocalStack parses it, or as `bucket/key` of the header."""
    if isinstance(source, dict):
        return on_object(source["Bucket"], source, "GetObject")
    bucket, _, key = source.removeprefix("/").partition("/")
    path, _, version = key.partition("?versionId=")
    return on_object(bucket, {"Key": path, "VersionId": version}, "GetObject")


def listing(call: Call) -> dict[str, list[str]]:
    """The keys of a listing; a HeadBucket lists nothing and has none."""
    if not call.operation.startswith("ListObject"):
        return {}
    parts = {"s3:prefix": "Prefix", "s3:delimiter": "Delimiter", "s3:max-keys": "MaxKeys"}
    return {
        key: [str(call.asked.get(name) or "")] for key, name in parts.items() if name == "Prefix" or name in call.asked
    }
