"""A release is whole or not there, never changes, and is named by what is in it."""

import hashlib
import json

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import BUCKET

from deploy import dag_files
from deploy.release import MANIFEST, Release, point_airflow_at


@pytest.fixture
def make(tmp_path):
    def make(texts: dict[str, str]) -> Release:
        files = {}
        for key, text in texts.items():
            files[key] = tmp_path / hashlib.sha256(f"{key}{text}".encode()).hexdigest()
            files[key].write_text(text)
        return Release.of(files)

    return make


OLD = {"daylake.jar": "the jar", "sql/crimes/curated.sql": "select 1"}
NEW = OLD | {"sql/crimes/curated.sql": "select 2"}


def keys(s3) -> dict[str, str]:
    return {item["Key"]: item["ETag"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def test_a_release_has_its_files_the_jars_checksum_and_a_manifest(s3, make):
    address = make(OLD).upload(s3, BUCKET)
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    assert set(keys(s3)) == {f"{prefix}/{name}" for name in [*OLD, "daylake.jar.sha256", MANIFEST]}
    checksum = s3.get_object(Bucket=bucket, Key=f"{prefix}/daylake.jar.sha256")["Body"].read().decode()
    assert checksum == f"{hashlib.sha256(b'the jar').hexdigest()}  daylake.jar\n"


def test_the_same_content_is_the_same_release_and_is_not_uploaded_again(s3, make):
    first = make(OLD).upload(s3, BUCKET)
    before = {key: s3.head_object(Bucket=BUCKET, Key=key)["LastModified"] for key in keys(s3)}
    assert make(OLD).upload(s3, BUCKET) == first
    assert {key: s3.head_object(Bucket=BUCKET, Key=key)["LastModified"] for key in keys(s3)} == before


def test_a_change_of_one_file_is_another_release_beside_the_first(s3, make):
    first = make(OLD).upload(s3, BUCKET)
    before = keys(s3)
    assert make(NEW).upload(s3, BUCKET) != first
    assert before.items() <= keys(s3).items(), "the first is as it was"


def test_an_upload_that_broke_off_is_completed_by_the_next(s3, make):
    made = make(OLD)
    jar = made.files.pop("daylake.jar")
    made.files["daylake.jar"] = jar.with_name("gone")
    with pytest.raises(FileNotFoundError):
        made.upload(s3, BUCKET)
    assert not [key for key in keys(s3) if key.endswith(MANIFEST)], "half a release has no manifest"
    made.files["daylake.jar"] = jar
    prefix = made.upload(s3, BUCKET).removeprefix(f"s3://{BUCKET}/")
    assert f"{prefix}/daylake.jar" in keys(s3)


def test_airflow_is_pointed_at_a_release_by_its_settings(local_aws):
    manager = boto3.client("secretsmanager", **local_aws.client_settings)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        point_airflow_at(manager, "airflow/variables/daylake", {"lake": "s3://lake"}, "s3://a/releases/1")
    manager.create_secret(Name="airflow/variables/daylake")
    point_airflow_at(manager, "airflow/variables/daylake", {"lake": "s3://lake"}, "s3://a/releases/1")
    text = manager.get_secret_value(SecretId="airflow/variables/daylake")["SecretString"]
    assert json.loads(text) == {"lake": "s3://lake", "artifacts": "s3://a/releases/1"}


def test_dag_files_that_changed_are_uploaded_and_those_gone_are_removed(s3):
    changed, gone = dag_files.upload(s3, BUCKET)
    assert "dags/chicago_crimes.py" in changed and "dags/daylake/daily_table.py" in changed and not gone
    assert not [key for key in changed if "test" in key or "plugins" in key or "requirements" in key], changed
    s3.put_object(Bucket=BUCKET, Key="dags/chicago_crimes.py", Body=b"stale")
    s3.put_object(Bucket=BUCKET, Key="dags/daylake/removed_long_ago.py", Body=b"gone")
    assert dag_files.upload(s3, BUCKET) == (["dags/chicago_crimes.py"], ["dags/daylake/removed_long_ago.py"])
    assert dag_files.upload(s3, BUCKET) == ([], [])
