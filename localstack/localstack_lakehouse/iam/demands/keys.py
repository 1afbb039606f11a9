"""KMS: keys by id, ARN or alias, or by what they encrypted."""

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to
from localstack.services.kms.models import deserialize_ciphertext_blob

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_NO_KEY = ("CreateKey", "ListKeys", "ListAliases", "GenerateRandom")


def demands(call: Call) -> list[Demand]:
    asked, facts = call.asked, tag_facts("aws", call.asked.get("Tags"))
    if call.operation in OF_NO_KEY:
        return [Demand(f"kms:{call.operation}", facts=facts)]
    if call.operation == "ReEncrypt":
        source = asked.get("SourceKeyId") or key_that_encrypted(asked)
        return [
            on_key(call, "ReEncryptFrom", source, facts),
            on_key(call, "ReEncryptTo", asked["DestinationKeyId"], facts),
        ]
    key = asked.get("KeyId") or asked.get("TargetKeyId") or key_that_encrypted(asked)
    return [on_key(call, call.operation, key, facts)]


def on_key(call: Call, action: str, key: str | None, facts: dict) -> Demand:
    kms = connect_to(aws_access_key_id=call.account, region_name=call.region).kms
    try:
        arn = kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"]
        aliases = [each["AliasName"] for each in kms.list_aliases(KeyId=arn)["Aliases"]]
    except ClientError:
        arn, aliases = call.arn(f"key/{key}"), []
    return Demand(f"kms:{action}", arn, facts | ({"kms:ResourceAliases": aliases} if aliases else {}))


def key_that_encrypted(asked: dict) -> str | None:
    blob = asked.get("CiphertextBlob")
    return deserialize_ciphertext_blob(blob).key_id if blob else None
