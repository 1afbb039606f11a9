"""Creates what the pipeline needs in the local AWS, as Terraform does on AWS; again is harmless."""

import json
import secrets

import boto3
from botocore.exceptions import ClientError

from deploy.release import Release, point_airflow_at

from .names import NAMES, REGION
from .settings import SETTINGS
from .source_database import drop_user, grant_users
from .stack import ACCOUNT, Stack

MASTER = "daylake_master"
EXISTS = ("BucketAlreadyOwnedByYou", "EntityAlreadyExists", "AlreadyExistsException", "ResourceExistsException")


def client(stack: Stack, service: str):
    """A boto3 client of the stack's own AWS, whatever this shell's settings are."""
    return boto3.client(
        service,
        endpoint_url=stack.aws_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def provision(stack: Stack) -> None:
    """Buckets, roles, topic, database, workgroup, the source database's instance, users and secrets."""
    s3, iam = client(stack, "s3"), client(stack, "iam")
    for bucket in NAMES.buckets:
        unless_there(s3.create_bucket, Bucket=bucket)
    trusted = {
        NAMES.emr_service_role: {"Service": "elasticmapreduce.amazonaws.com"},
        NAMES.emr_node_profile: {"Service": "ec2.amazonaws.com"},
        NAMES.airflow_role: {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    }
    for role, principal in trusted.items():
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        unless_there(iam.create_role, RoleName=role, AssumeRolePolicyDocument=policy)
    unless_there(iam.create_instance_profile, InstanceProfileName=NAMES.emr_node_profile)
    client(stack, "sns").create_topic(Name=NAMES.alerts_topic)
    unless_there(client(stack, "glue").create_database, DatabaseInput={"Name": NAMES.glue_database})
    results = {"ResultConfiguration": {"OutputLocation": f"s3://{NAMES.athena_results_bucket}/"}}
    unless_there(client(stack, "athena").create_work_group, Name=NAMES.athena_workgroup, Configuration=results)
    unless_there(client(stack, "secretsmanager").create_secret, Name=NAMES.settings_secret)
    provision_source(stack)


def provision_source(stack: Stack) -> None:
    """The database instance, and a secret for each user, where there is none yet."""
    rds, manager = client(stack, "rds"), client(stack, "secretsmanager")
    if not rds.describe_db_instances()["DBInstances"]:
        # The local AWS forgets its instances when it stops; the database server keeps their users.
        drop_user(stack.mysql_url, MASTER)
        rds.create_db_instance(
            DBInstanceIdentifier=NAMES.rds_instance,
            Engine="mysql",
            DBInstanceClass="db.t4g.medium",
            AllocatedStorage=20,
            DBName=NAMES.source_schema,
            MasterUsername=MASTER,
            MasterUserPassword=secrets.token_urlsafe(18),
        )
    instance = rds.describe_db_instances(DBInstanceIdentifier=NAMES.rds_instance)["DBInstances"][0]
    wanted = {"daylake_reader": NAMES.reader_secret, "daylake_loader": NAMES.loader_secret}
    pages = manager.get_paginator("list_secrets").paginate()
    there = {secret["Name"] for page in pages for secret in page["SecretList"]}
    if there >= set(wanted.values()):
        return
    passwords = {user: secrets.token_urlsafe(18) for user in wanted}
    grant_users(stack.mysql_url, passwords)
    for user, name in wanted.items():
        value = {
            "engine": "mysql",
            "host": instance["Endpoint"]["Address"],
            "port": instance["Endpoint"]["Port"],
            "username": user,
            "password": passwords[user],
            "dbname": NAMES.source_schema,
        }
        store = manager.put_secret_value if name in there else manager.create_secret
        store(**{"SecretId" if name in there else "Name": name}, SecretString=json.dumps(value))


def unless_there(create, **arguments) -> None:
    """Calls an AWS operation that creates; already existing is what was wanted."""
    try:
        create(**arguments)
    except ClientError as error:
        # Athena has no code of its own for it.
        if error.response["Error"]["Code"] not in EXISTS and "is already created" not in str(error):
            raise


def deploy(stack: Stack) -> None:
    """What `make deploy` does on AWS, without the DAGs, which Airflow reads from this checkout."""
    artifacts = Release.of_this_checkout().upload(client(stack, "s3"), NAMES.artifacts_bucket)
    point_airflow_at(client(stack, "secretsmanager"), NAMES.settings_secret, SETTINGS, artifacts)
