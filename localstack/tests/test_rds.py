"""RDS in front of a real server."""

import pymysql
import pytest
from botocore.exceptions import ClientError

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
