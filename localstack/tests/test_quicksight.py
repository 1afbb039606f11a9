"""QuickSight: what Terraform makes, and refreshes that read what Athena serves."""

import time

import pytest
from botocore.exceptions import ClientError

from tests.tables import put_parquet, table

ACCOUNT = "000000000000"
OWNER = {
    "Principal": f"arn:aws:quicksight:us-east-1:{ACCOUNT}:user/default/owner",
    "Actions": ["quicksight:PassDataSet"],
}


@pytest.fixture(scope="module")
def data_set(client, bucket, tmp_path_factory) -> dict:
    """A function that makes a data set of one column of a table; its argument is the column's name."""
    glue, quicksight = client("glue"), client("quicksight")
    glue.create_database(DatabaseInput={"Name": "spice"})
    put_parquet(
        client("s3"), bucket, "spice/rows.parquet", "select range as id from range(7)", tmp_path_factory.mktemp("f")
    )
    glue.create_table(DatabaseName="spice", TableInput=table("seven", f"s3://{bucket}/spice/", {"id": "bigint"}))
    results = {"ResultConfiguration": {"OutputLocation": f"s3://{bucket}/results/"}}
    client("athena").create_work_group(Name="spice", Configuration=results)
    parameters = {"AthenaParameters": {"WorkGroup": "spice"}}
    source = quicksight.create_data_source(
        AwsAccountId=ACCOUNT, DataSourceId="athena", Name="Athena", Type="ATHENA", DataSourceParameters=parameters
    )["Arn"]

    def make(name: str, column: str) -> dict:
        place = {"DataSourceArn": source, "Schema": "spice", "Name": "seven"}
        physical = {"RelationalTable": place | {"InputColumns": [{"Name": column, "Type": "INTEGER"}]}}
        about = {"AwsAccountId": ACCOUNT, "DataSetId": name}
        quicksight.create_data_set(
            **about, Name="Seven", ImportMode="SPICE", PhysicalTableMap={"t": physical}, Permissions=[OWNER]
        )
        return about

    return make


def ended(quicksight, about: dict, ingestion: str) -> dict:
    for _ in range(200):
        told = quicksight.describe_ingestion(**about, IngestionId=ingestion)["Ingestion"]
        if told["IngestionStatus"] in ("COMPLETED", "FAILED"):
            return told
        time.sleep(0.1)
    raise AssertionError(f"still {told}")


def test_a_refresh_reads_the_rows_that_athena_serves(client, data_set):
    quicksight, about = client("quicksight"), data_set("good", "id")
    assert quicksight.create_ingestion(**about, IngestionId="first")["IngestionStatus"] == "INITIALIZED"

    told = ended(quicksight, about, "first")

    assert (told["IngestionStatus"], told["RowInfo"]["TotalRowsInDataset"]) == ("COMPLETED", 7)
    assert told["RequestType"] == "FULL_REFRESH"


def test_a_refresh_of_a_column_that_is_not_there_fails_in_athenas_words(client, data_set):
    quicksight, about = client("quicksight"), data_set("bad", "colour")
    quicksight.create_ingestion(**about, IngestionId="first")

    told = ended(quicksight, about, "first")

    assert (told["IngestionStatus"], told["ErrorInfo"]["Type"]) == ("FAILED", "SQL_EXCEPTION")
    assert "colour" in told["ErrorInfo"]["Message"]


def test_an_ingestions_id_is_used_once(client, data_set):
    quicksight, about = client("quicksight"), data_set("once", "id")
    quicksight.create_ingestion(**about, IngestionId="first")

    with pytest.raises(ClientError, match="ResourceExistsException"):
        quicksight.create_ingestion(**about, IngestionId="first")


def test_what_is_not_there_is_not_found(client):
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client("quicksight").create_ingestion(AwsAccountId=ACCOUNT, DataSetId="absent", IngestionId="first")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client("quicksight").describe_analysis(AwsAccountId=ACCOUNT, AnalysisId="absent")


def test_permissions_are_granted_and_revoked(client, data_set):
    quicksight, about = client("quicksight"), data_set("shared", "id")
    assert quicksight.describe_data_set_permissions(**about)["Permissions"] == [OWNER]
    more = OWNER | {"Actions": ["quicksight:DescribeDataSet"]}

    quicksight.update_data_set_permissions(**about, GrantPermissions=[more], RevokePermissions=[OWNER])

    assert quicksight.describe_data_set_permissions(**about)["Permissions"] == [more]


def test_a_resource_is_changed_tagged_and_deleted(client, data_set):
    quicksight, about = client("quicksight"), data_set("changed", "id")
    known = quicksight.describe_data_set(**about)["DataSet"]
    tags = [{"Key": "owner", "Value": "us"}]
    quicksight.tag_resource(ResourceArn=known["Arn"], Tags=tags)

    quicksight.update_data_set(**about, Name="Sieben", ImportMode="SPICE", PhysicalTableMap=known["PhysicalTableMap"])

    assert quicksight.describe_data_set(**about)["DataSet"]["Name"] == "Sieben"
    assert quicksight.list_tags_for_resource(ResourceArn=known["Arn"])["Tags"] == tags
    quicksight.delete_data_set(**about)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        quicksight.describe_data_set(**about)
