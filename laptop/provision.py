"""Creates what the pipeline needs in the local AWS, as Terraform does on AWS; again is harmless."""

import hashlib
import json
import secrets

import boto3
from botocore.exceptions import ClientError

from .names import NAMES, REGION
from .source_database import drop_user, grant_users
from .stack import PROJECT, Stack

MASTER = "daylake_master"
JAR = PROJECT / "spark-jobs" / "target" / "daylake.jar"


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
    for role, service in ((NAMES.emr_service_role, "elasticmapreduce"), (NAMES.emr_node_profile, "ec2")):
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        unless_there(iam.create_role, RoleName=role, AssumeRolePolicyDocument=policy)
    unless_there(iam.create_instance_profile, InstanceProfileName=NAMES.emr_node_profile)
    client(stack, "sns").create_topic(Name=NAMES.alerts_topic)
    unless_there(client(stack, "glue").create_database, DatabaseInput={"Name": NAMES.glue_database})
    results = {"ResultConfiguration": {"OutputLocation": f"s3://{NAMES.athena_results_bucket}/"}}
    unless_there(client(stack, "athena").create_work_group, Name=NAMES.athena_workgroup, Configuration=results)
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
        code = error.response["Error"]["Code"]
        existing = ("AlreadyExists", "BucketAlreadyOwnedByYou", "EntityAlreadyExists")
        if not any(word in code for word in existing) and "already" not in str(error).lower():
            raise


def deploy(stack: Stack) -> None:
    """Uploads the jar with its checksum, the bootstrap script and sql/ to the artifacts bucket."""
    s3 = client(stack, "s3")
    jar = JAR.read_bytes()
    digest = hashlib.sha256(jar).hexdigest()
    objects = {"daylake.jar": jar, "daylake.jar.sha256": f"{digest}  daylake.jar\n".encode()}
    for folder in ("bootstrap", "sql"):
        for file in sorted((PROJECT / folder).rglob("*")):
            if file.is_file():
                objects[str(file.relative_to(PROJECT))] = file.read_bytes()
    for key, body in objects.items():
        s3.put_object(Bucket=NAMES.artifacts_bucket, Key=key, Body=body)
