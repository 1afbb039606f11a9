"""EMR: clusters by their ids, with the tags they have or are given, and the roles they are passed."""

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to

from localstack_lakehouse.iam.call import Call, Demand, tag_facts
from localstack_lakehouse.iam.demands.passing import pass_role

IDS = ("ClusterId", "JobFlowId", "ResourceId")


def demands(call: Call) -> list[Demand]:
    action, asked = f"elasticmapreduce:{call.operation}", call.asked
    if call.operation == "RunJobFlow":
        return starting(call)
    ids = [asked[name] for name in IDS if asked.get(name)] + list(asked.get("JobFlowIds") or [])
    given = request_tags(asked) if call.operation == "AddTags" else {}
    found = [Demand(action, arn(call, each), given, lambda each=each: tags_of(call, each)) for each in ids]
    return found or [Demand(action)]


def starting(call: Call) -> list[Demand]:
    asked = call.asked
    needed = [Demand("elasticmapreduce:RunJobFlow", facts=request_tags(asked))]
    if asked.get("Tags"):
        needed.append(Demand("elasticmapreduce:AddTags", arn(call, "*"), request_tags(asked)))
    if asked.get("AutoTerminationPolicy"):
        needed.append(Demand("elasticmapreduce:PutAutoTerminationPolicy", arn(call, "*"), request_tags(asked)))
    if role := asked.get("ServiceRole"):
        needed.append(pass_role(call, role, "elasticmapreduce.amazonaws.com"))
    if role := role_of_profile(call, asked.get("JobFlowRole")):
        needed.append(pass_role(call, role, "ec2.amazonaws.com"))
    return needed


def request_tags(asked: dict) -> dict[str, list[str]]:
    """EMR knows each tag under its own prefix and under that of all services."""
    return tag_facts("elasticmapreduce", asked.get("Tags")) | tag_facts("aws", asked.get("Tags"))


def arn(call: Call, cluster: str) -> str:
    return call.arn(f"cluster/{cluster}")


def tags_of(call: Call, cluster: str) -> dict[str, str]:
    emr = connect_to(aws_access_key_id=call.account, region_name=call.region).emr
    try:
        tags = emr.describe_cluster(ClusterId=cluster)["Cluster"].get("Tags") or []
    except ClientError:
        return {}
    return {tag["Key"]: tag.get("Value", "") for tag in tags}


def role_of_profile(call: Call, profile: str | None) -> str | None:
    iam = connect_to(aws_access_key_id=call.account, region_name=call.region).iam
    try:
        name = (profile or "").rsplit("/", 1)[-1]
        roles = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]
    except ClientError:
        return None
    return roles[0]["Arn"] if roles else None
