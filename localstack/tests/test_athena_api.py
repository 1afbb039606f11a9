"""Results, workgroups and the rest of Athena's API around queries."""

import csv
import io

import pytest
from botocore.exceptions import ClientError

NUMBERS = "select x, if(x % 2 = 0, cast(x as varchar)) as even from unnest(sequence(1, 2500)) as t(x)"


def refusal(call) -> str:
    with pytest.raises(ClientError) as error:
        call()
    assert error.value.response["Error"]["Code"] == "InvalidRequestException", error.value
    return error.value.response["Error"]["Message"]


def test_results_come_in_pages_of_a_thousand_and_the_first_has_the_header(athena):
    execution = athena.finish(athena.start(NUMBERS, database=None))["QueryExecutionId"]
    pages = list(athena.client.get_paginator("get_query_results").paginate(QueryExecutionId=execution))
    rows = [row["Data"] for page in pages for row in page["ResultSet"]["Rows"]]
    assert [len(page["ResultSet"]["Rows"]) for page in pages] == [1000, 1000, 501]
    assert rows[0] == [{"VarCharValue": "x"}, {"VarCharValue": "even"}]
    assert rows[1:3] == [[{"VarCharValue": "1"}, {}], [{"VarCharValue": "2"}, {"VarCharValue": "2"}]]


def test_the_result_is_a_csv_at_the_output_location(athena, client, bucket):
    sql = "select '' as empty, cast(null as varchar) as missing, 'say \"hi\", you' as text"
    execution = athena.finish(athena.start(sql, database=None))
    place = execution["ResultConfiguration"]["OutputLocation"]
    assert place == f"{athena.output}{execution['QueryExecutionId']}.csv"
    key = place.removeprefix(f"s3://{bucket}/")
    body = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    assert body == '"empty","missing","text"\n"",,"say ""hi"", you"\n'
    assert list(csv.reader(io.StringIO(body)))[1] == ["", "", 'say "hi", you']
    assert client("s3").head_object(Bucket=bucket, Key=f"{key}.metadata")["ContentLength"] > 0


def test_an_execution_tells_what_it_was(athena):
    execution = athena.finish(athena.start("select 1 as one", WorkGroup="primary"))
    assert execution["Query"] == "select 1 as one"
    assert execution["StatementType"] == "DML"
    assert execution["QueryExecutionContext"] == {"Database": "crime_data", "Catalog": "awsdatacatalog"}
    assert execution["Status"]["SubmissionDateTime"] <= execution["Status"]["CompletionDateTime"]
    assert (
        execution["Statistics"]["TotalExecutionTimeInMillis"] >= execution["Statistics"]["EngineExecutionTimeInMillis"]
    )
    assert execution["EngineVersion"]["EffectiveEngineVersion"] == "Athena engine version 3"
    execution_id = execution["QueryExecutionId"]
    assert execution_id in athena.client.list_query_executions(WorkGroup="primary")["QueryExecutionIds"]
    batch = athena.client.batch_get_query_execution(QueryExecutionIds=[execution_id, "absent"])
    assert [each["QueryExecutionId"] for each in batch["QueryExecutions"]] == [execution_id]
    assert [each["QueryExecutionId"] for each in batch["UnprocessedQueryExecutionIds"]] == ["absent"]
    statistics = athena.client.get_query_runtime_statistics(QueryExecutionId=execution_id)["QueryRuntimeStatistics"]
    assert statistics["Rows"]["OutputRows"] == 1


def test_a_failed_query_has_no_results(athena):
    execution = athena.finish(athena.start("select nope"))["QueryExecutionId"]
    message = refusal(lambda: athena.client.get_query_results(QueryExecutionId=execution))
    assert message == "Query did not finish successfully. Final query state: FAILED"


def test_a_token_used_twice_starts_one_query(athena):
    token = "the-same-token-for-a-repeated-request"
    first, second = (athena.start("select 1", ClientRequestToken=token) for _ in range(2))
    assert first == second


def test_the_workgroup_says_where_results_go_if_it_enforces_it(athena, bucket):
    settings = {
        "ResultConfiguration": {"OutputLocation": f"s3://{bucket}/enforced/"},
        "EnforceWorkGroupConfiguration": True,
    }
    athena.client.create_work_group(Name="analysts", Configuration=settings)
    execution = athena.finish(athena.start("select 1", WorkGroup="analysts"))
    assert execution["ResultConfiguration"]["OutputLocation"].startswith(f"s3://{bucket}/enforced/")
    arn = "arn:aws:athena:us-east-1:000000000000:workgroup/analysts"
    assert athena.client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []


def test_a_query_that_cannot_be_started(athena):
    start = athena.client.start_query_execution
    assert refusal(lambda: start(QueryString="select 1")).startswith("No output location provided.")
    assert refusal(lambda: athena.start("select 1", WorkGroup="absent")) == "WorkGroup absent is not found."
    nowhere = {"OutputLocation": "s3://no-such-bucket-here/"}
    message = refusal(lambda: start(QueryString="select 1", ResultConfiguration=nowhere))
    assert message == "Unable to verify/create output bucket no-such-bucket-here"
    assert refusal(lambda: athena.client.get_query_execution(QueryExecutionId="x")) == "QueryExecution x was not found"


def test_a_named_query_can_be_deleted(athena):
    named = athena.client.create_named_query(Name="one", Database="crime_data", QueryString="select 1")["NamedQueryId"]
    athena.client.delete_named_query(NamedQueryId=named)
    assert named not in athena.client.list_named_queries()["NamedQueryIds"]


def test_a_workgroup_can_be_changed_and_tagged(athena, bucket):
    athena.client.create_work_group(Name="changing")
    athena.client.update_work_group(
        WorkGroup="changing",
        Description="later",
        ConfigurationUpdates={"ResultConfigurationUpdates": {"OutputLocation": f"s3://{bucket}/changed/"}},
    )
    workgroup = athena.client.get_work_group(WorkGroup="changing")["WorkGroup"]
    assert workgroup["Description"] == "later"
    assert workgroup["Configuration"]["ResultConfiguration"] == {"OutputLocation": f"s3://{bucket}/changed/"}
    arn = "arn:aws:athena:us-east-1:000000000000:workgroup/changing"
    athena.client.tag_resource(ResourceARN=arn, Tags=[{"Key": "owner", "Value": "tests"}])
    assert athena.client.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "owner", "Value": "tests"}]
    athena.client.untag_resource(ResourceARN=arn, TagKeys=["owner"])
    assert athena.client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []
    athena.client.update_work_group(WorkGroup="changing", State="DISABLED")
    assert refusal(lambda: athena.start("select 1", WorkGroup="changing")) == "WorkGroup changing is disabled."


def test_tools_can_list_the_catalogue(athena, client):
    client("glue").create_database(DatabaseInput={"Name": "listed"})
    columns = [{"Name": "id", "Type": "bigint"}]
    table = {"Name": "t", "StorageDescriptor": {"Columns": columns, "Location": "s3://lake/t"}}
    client("glue").create_table(DatabaseName="listed", TableInput=table)
    names = athena.client.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]
    assert "listed" in [each["Name"] for each in names]
    of_listed = {"CatalogName": "AwsDataCatalog", "DatabaseName": "listed"}
    assert [each["Name"] for each in athena.client.list_table_metadata(**of_listed)["TableMetadataList"]] == ["t"]
    metadata = athena.client.get_table_metadata(TableName="T", **of_listed)["TableMetadata"]
    assert (metadata["Columns"], metadata["Parameters"]["location"]) == (columns, "s3://lake/t")
    with pytest.raises(ClientError, match=r"MetadataException.*Table absent not found"):
        athena.client.get_table_metadata(TableName="absent", **of_listed)
