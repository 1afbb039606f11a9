"""RDS in front of a real server."""

import itertools
import json

import pymysql
import pytest
from botocore.exceptions import ClientError

NUMBERS = itertools.count()
REQUEST = {"Engine": "mysql", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20}


@pytest.fixture(scope="module")
def rds(client, mariadb):
    return client("rds")


def create(rds, name: str, password: str = "first-password", **more) -> dict:
    request = REQUEST | {
        "DBInstanceIdentifier": name,
        "MasterUsername": f"{name}_master",
        "MasterUserPassword": password,
    }
    return rds.create_db_instance(**(request | more))["DBInstance"]


def refusal(call) -> str:
    with pytest.raises(ClientError) as error:
        call()
    return error.value.response["Error"]["Message"]


def test_an_instance_is_a_user_and_a_database_of_the_real_server(rds, mariadb):
    create(rds, "source", DBName="chicago")
    described = rds.describe_db_instances(DBInstanceIdentifier="source")["DBInstances"][0]
    assert (described["Endpoint"]["Address"], described["Endpoint"]["Port"]) == ("127.0.0.1", mariadb.port)
    assert described["DBInstanceStatus"] == "available"
    with mariadb.connect("source_master", "first-password", "chicago") as connection, connection.cursor() as cursor:
        cursor.execute("create table t (id int)")
        cursor.execute("create user reader@'%' identified by 'reads-only'")
        cursor.execute("grant select on chicago.* to reader@'%'")
    mariadb.connect("reader", "reads-only", "chicago").close()


def test_a_new_master_password_works_and_the_old_one_does_not(rds, mariadb):
    create(rds, "changing")
    rds.modify_db_instance(DBInstanceIdentifier="changing", MasterUserPassword="second-password")
    mariadb.connect("changing_master", "second-password").close()
    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        mariadb.connect("changing_master", "first-password")


def test_a_deleted_instance_lets_nobody_in(rds, mariadb):
    create(rds, "passing")
    rds.delete_db_instance(DBInstanceIdentifier="passing", SkipFinalSnapshot=True)
    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        mariadb.connect("passing_master", "first-password")
    assert "passing" in refusal(lambda: rds.describe_db_instances(DBInstanceIdentifier="passing"))


def test_what_cannot_be_created_is_told_and_leaves_nothing(rds, mariadb):
    create(rds, "taken")
    assert "only mysql and mariadb have a real server here" in refusal(lambda: create(rds, "other", Engine="postgres"))
    assert "shorter than 8 characters" in refusal(lambda: create(rds, "other", password="short"))
    assert "already exists" in refusal(lambda: create(rds, "taken"))
    message = refusal(lambda: create(rds, "other", MasterUsername="taken_master"))
    assert message == f"The MySQL server at 127.0.0.1:{mariadb.port} refuses: such a user exists already"
    assert "other" not in [each["DBInstanceIdentifier"] for each in rds.describe_db_instances()["DBInstances"]]


def test_no_password_is_in_an_answer_or_in_the_log(rds, local_aws):
    answers = [create(rds, "silent", password="never-shown-1")]
    answers.append(rds.modify_db_instance(DBInstanceIdentifier="silent", MasterUserPassword="never-shown-2"))
    answers.append(rds.describe_db_instances())
    assert "never-shown" not in str(answers)
    assert "never-shown" not in local_aws.log.read_text()


@pytest.fixture
def managed(rds, client, mariadb):
    """An instance whose password RDS keeps itself, and how to read it."""
    name = f"managed{next(NUMBERS)}"
    asked = REQUEST | {"DBInstanceIdentifier": name, "MasterUsername": f"{name}_master"}
    instance = rds.create_db_instance(**asked, ManageMasterUserPassword=True)["DBInstance"]
    arn = instance["MasterUserSecret"]["SecretArn"]
    return instance, lambda: json.loads(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


def test_a_managed_password_is_in_a_secret_and_opens_the_server(rds, client, mariadb, managed):
    instance, secret = managed
    told = rds.describe_db_instances(DBInstanceIdentifier=instance["DBInstanceIdentifier"])["DBInstances"][0]
    assert told["MasterUserSecret"]["SecretStatus"] == "active"
    assert told["MasterUserSecret"]["KmsKeyId"].startswith("arn:aws:kms:us-east-1:000000000000:key/")
    assert told["DbiResourceId"].startswith("db-")
    arn = told["MasterUserSecret"]["SecretArn"]
    assert ":secret:rds!db-" in arn
    assert client("secretsmanager").describe_secret(SecretId=arn)["OwningService"] == "rds"
    assert secret().keys() == {"username", "password"}
    mariadb.connect(secret()["username"], secret()["password"]).close()


def test_a_managed_password_can_be_rotated_by_rds(rds, mariadb, managed):
    instance, secret = managed
    before = secret()
    rds.modify_db_instance(
        DBInstanceIdentifier=instance["DBInstanceIdentifier"], RotateMasterUserPassword=True, ApplyImmediately=True
    )
    assert secret()["password"] != before["password"]
    mariadb.connect(secret()["username"], secret()["password"]).close()
    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        mariadb.connect(before["username"], before["password"])


def test_a_managed_secret_goes_with_its_instance(rds, client, managed):
    instance, _ = managed
    arn = instance["MasterUserSecret"]["SecretArn"]
    manager = client("secretsmanager")
    assert "managed rotation is not supported here" in refusal(lambda: manager.rotate_secret(SecretId=arn))
    rds.delete_db_instance(DBInstanceIdentifier=instance["DBInstanceIdentifier"], SkipFinalSnapshot=True)
    assert "can't find the specified secret" in refusal(lambda: manager.describe_secret(SecretId=arn))


def test_a_password_is_given_or_managed_not_both(rds, mariadb):
    message = refusal(lambda: create(rds, "both", ManageMasterUserPassword=True))
    assert message.startswith("You can't specify MasterUserPassword")
    create(rds, "given")
    rds.modify_db_instance(DBInstanceIdentifier="given", ManageMasterUserPassword=True)
    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        mariadb.connect("given_master", "first-password")


def test_parameters_of_a_group_are_the_users(rds, mariadb):
    rds.create_db_parameter_group(
        DBParameterGroupName="tls", DBParameterGroupFamily="mysql8.4", Description="TLS required"
    )
    setting = {"ParameterName": "require_secure_transport", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName="tls", Parameters=[setting])
    told = rds.describe_db_parameters(DBParameterGroupName="tls", Source="user")["Parameters"]
    assert told == [setting | {"Source": "user"}]
    instance = create(rds, "grouped", DBParameterGroupName="tls", EngineVersion="8.4.7")
    assert instance["EngineVersion"] == "8.4.7"
    assert instance["DBParameterGroups"][0]["DBParameterGroupName"] == "tls"
