"""What the roles must be able to do, asked of IAM's own simulator: a right taken away shows before a run meets it."""

from collections.abc import Callable

from .outputs import Outputs
from .problem import Problem

# By the output that names the role: an action and the resource it is done to, with names from Terraform's outputs.
RIGHTS = {
    "emr_node_role": [
        ("s3:GetObject", "arn:{partition}:s3:::{artifacts_bucket}/releases/any/daylake.jar"),
        ("s3:PutObject", "arn:{partition}:s3:::{lake_bucket}/any"),
        ("s3:PutObject", "arn:{partition}:s3:::{logs_bucket}/emr/any"),
        (
            "secretsmanager:GetSecretValue",
            "arn:{partition}:secretsmanager:{region}:{account}:secret:{reader_secret}-AbCdEf",
        ),
        ("glue:UpdateTable", "arn:{partition}:glue:{region}:{account}:database/{glue_database}"),
        ("glue:CreatePartition", "arn:{partition}:glue:{region}:{account}:table/{glue_database}/any"),
    ],
    "airflow_role": [
        ("elasticmapreduce:ListClusters", "*"),
        ("s3:GetObject", "arn:{partition}:s3:::{lake_bucket}/_outcomes/any"),
        ("s3:PutObject", "arn:{partition}:s3:::{athena_results_bucket}/any"),
        ("athena:StartQueryExecution", "arn:{partition}:athena:{region}:{account}:workgroup/{athena_workgroup}"),
        ("glue:CreateTable", "arn:{partition}:glue:{region}:{account}:table/{glue_database}/any"),
        ("sns:Publish", "{alerts_topic}"),
        (
            "secretsmanager:GetSecretValue",
            "arn:{partition}:secretsmanager:{region}:{account}:secret:{settings_secret}-AbCdEf",
        ),
    ],
}


def may(aws: Callable, outputs: Outputs, role: str, rights: list[tuple[str, str]]) -> str:
    identity = aws("sts").get_caller_identity()
    region = aws("glue").meta.region_name
    names = vars(outputs) | {
        "account": identity["Account"],
        "region": region,
        "partition": identity["Arn"].split(":")[1],
    }
    arn = aws("iam").get_role(RoleName=role)["Role"]["Arn"]
    refused = []
    for action, resource in rights:
        resource = resource.format(**names)
        asked = {"PolicySourceArn": arn, "ActionNames": [action], "ResourceArns": [resource]}
        answer = aws("iam").simulate_principal_policy(**asked)["EvaluationResults"][0]
        if answer["EvalDecision"] != "allowed":
            refused.append(f"{action} on {resource}")
    if refused:
        raise Problem(f"it may not {', '.join(refused)}; run terraform apply")
    return f"may do {len(rights)} of {len(rights)} things a run asks of it"
