"""The refresh of what dashboards show, by a QuickSight that really asks Athena for the rows."""

from uuid import uuid4

import boto3
import pytest
from airflow.providers.common.compat.sdk import AirflowException, AirflowSkipException

from daylake.dashboard import RefreshDashboard
from daylake.settings import QuickSight
from daylake.views import CreateView
from task_instance import TaskInstance

ACCOUNT = "000000000000"


@pytest.fixture(scope="module")
def source(buckets) -> str:
    """A data source that is a workgroup of Athena; its ARN."""
    results = {"ResultConfiguration": {"OutputLocation": "s3://daylake-athena-results/"}}
    boto3.client("athena").create_work_group(Name="dashboards", Configuration=results)
    boto3.client("glue").create_database(DatabaseInput={"Name": "dashboards"})
    parameters = {"AthenaParameters": {"WorkGroup": "dashboards"}}
    about = {"AwsAccountId": ACCOUNT, "DataSourceId": "athena", "Name": "Athena", "Type": "ATHENA"}
    return boto3.client("quicksight").create_data_source(**about, DataSourceParameters=parameters)["Arn"]


@pytest.fixture
def data_set(source) -> QuickSight:
    """Of a view that is not there yet."""
    name = f"view_{uuid4().hex[:8]}"
    place = {"DataSourceArn": source, "Schema": "dashboards", "Name": name}
    table = {"RelationalTable": place | {"InputColumns": [{"Name": "crimes", "Type": "INTEGER"}]}}
    about = {"AwsAccountId": ACCOUNT, "DataSetId": name, "Name": name, "ImportMode": "SPICE"}
    boto3.client("quicksight").create_data_set(**about, PhysicalTableMap={"table": table})
    return QuickSight(account=ACCOUNT, data_set=name)


def refresh(target: QuickSight | None, attempt: int = 1) -> dict:
    ti = TaskInstance(try_number=attempt)
    operator = RefreshDashboard(task_id="refresh_dashboard", quicksight=target, check_interval=1)
    return operator.execute({"ti": ti, "run_id": "scheduled__2026-11-21T02:00:00+00:00"})


def test_a_try_after_a_failed_one_refreshes_anew(data_set):
    with pytest.raises(AirflowException, match="Ingestion failed.*SQL_EXCEPTION.*view_"):
        refresh(data_set)
    view = f"create view {data_set.data_set} as select * from (values 7, 8, 9) as t (crimes)"
    athena = {"database": "dashboards", "workgroup": "dashboards", "sleep_time": 1}
    CreateView(task_id="create_view", view="numbers", query=view, **athena).execute({"ti": TaskInstance()})

    ingestion = refresh(data_set, attempt=2)["IngestionId"]

    assert ingestion == "chicago_crimes-scheduled__2026-11-21T02-00-00-00-00-2"
    about = {"AwsAccountId": ACCOUNT, "DataSetId": data_set.data_set, "IngestionId": ingestion}
    told = boto3.client("quicksight").describe_ingestion(**about)["Ingestion"]
    assert (told["IngestionStatus"], told["RowInfo"]["TotalRowsInDataset"]) == ("COMPLETED", 3)
    assert told["RequestType"] == "FULL_REFRESH"


def test_without_quicksight_there_is_nothing_to_refresh(capsys):
    with pytest.raises(AirflowSkipException, match="No dashboard to refresh: `quicksight` is null"):
        refresh(None)

    assert "No dashboard to refresh: `quicksight` is null" in capsys.readouterr().out
