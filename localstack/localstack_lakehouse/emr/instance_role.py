"""What an instance profile gives to the nodes of a cluster: a session of its role."""

from dataclasses import dataclass, field

import boto3
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to

from localstack_lakehouse.emr.request import invalid
from localstack_lakehouse.endpoint import endpoint

LONGEST_SECONDS = 12 * 3600
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AccessKeyId",
    "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
    "AWS_SESSION_TOKEN": "SessionToken",
}


@dataclass(frozen=True)
class NodeSession:
    """The environment by which a node's programs find AWS and sign their requests, or why there is none."""

    environment: dict[str, str] = field(repr=False)
    problem: str | None = None

    def client(self, service: str) -> BaseClient:
        own = self.environment
        return boto3.session.Session().client(
            service,
            endpoint_url=own["AWS_ENDPOINT_URL"],
            region_name=own["AWS_REGION"],
            aws_access_key_id=own.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=own.get("AWS_SECRET_ACCESS_KEY"),
            aws_session_token=own.get("AWS_SESSION_TOKEN"),
        )


def log_in(profile: str, instance: str, account: str, region: str) -> NodeSession:
    """EMR refuses a profile that does not exist at once; a role that cannot be had ends the cluster."""
    name = profile.rsplit("/", 1)[-1]
    place = {"AWS_ENDPOINT_URL": endpoint(), "AWS_REGION": region, "AWS_DEFAULT_REGION": region}
    connect = connect_to(aws_access_key_id=account, region_name=region)
    try:
        roles = connect.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]
    except ClientError as error:
        raise invalid(f"Invalid InstanceProfile: {name}.") from error
    if not roles:
        return NodeSession(place, f"Instance profile {name} has no role: add one with AddRoleToInstanceProfile")
    try:
        answer = connect.sts.request_metadata(service_principal="ec2").assume_role(
            RoleArn=roles[0]["Arn"], RoleSessionName=instance, DurationSeconds=LONGEST_SECONDS
        )
    except ClientError as error:
        told = error.response["Error"]["Message"]
        return NodeSession(place, f"Instance profile {name}: its role cannot be assumed by ec2.amazonaws.com: {told}")
    return NodeSession(place | {variable: answer["Credentials"][part] for variable, part in CREDENTIALS.items()})
