"""Secrets Manager: a secret's ARN ends in letters that its name does not tell."""

from moto.secretsmanager.models import secretsmanager_backends

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

OF_NO_SECRET = ("ListSecrets", "BatchGetSecretValue", "GetRandomPassword")
UNKNOWN = "-??????"


def demands(call: Call) -> list[Demand]:
    action, asked = f"secretsmanager:{call.operation}", call.asked
    if call.operation in OF_NO_SECRET:
        return [Demand(action)]
    if call.operation == "CreateSecret":
        facts = tag_facts("aws", asked.get("Tags")) | {"secretsmanager:Name": [asked["Name"]]}
        return [Demand(each, call.arn(f"secret:{asked['Name']}{UNKNOWN}"), facts) for each in creating(asked)]
    secret = secretsmanager_backends[call.account][call.region].secrets.get(asked["SecretId"])
    arn = secret.arn if secret else call.named("SecretId", "secret")
    tags = {tag["Key"]: tag["Value"] for tag in (secret and secret.tags) or []}
    facts = {"secretsmanager:SecretId": [arn], **tag_facts("aws", asked.get("Tags"))}
    if call.operation == "GetSecretValue":
        facts["secretsmanager:VersionStage"] = [asked.get("VersionStage") or "AWSCURRENT"]
    return [Demand(action, arn, facts, lambda: tags)]


def creating(asked: dict) -> list[str]:
    return ["secretsmanager:CreateSecret"] + (["secretsmanager:TagResource"] if asked.get("Tags") else [])
