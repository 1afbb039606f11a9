"""What the templates become at run time: the requests that EMR and Athena get, to the letter."""

import re

import pytest
from botocore.session import get_session
from botocore.validate import ParamValidator

from conftest import VARIABLE
from daylake.settings import QuickSight
from daylake.spark import JAVA_OPTIONS
from task_instance import TaskInstance

RUN_ID = "scheduled__2026-11-21T02:00:00+00:00"
RUN = "scheduled__2026-11-21T02-00-00-00-00"
PUBLISHED = {
    "receipt": "s3://daylake-lake/crime_data/crime_type_details/_receipts/r-0a1b2c3d.json",
    "database": "crime_data",
    "table": "crime_type_details",
    "y": "2026",
    "m": "11",
    "d": "20",
    "rows": 1234,
    "is_latest": True,
}


def rendered(dag, task_id, settings=VARIABLE, **context):
    task = dag.get_task(task_id).prepare_for_execution()
    pushed = {
        "where": settings,
        "create_cluster": "j-CLUSTER",
        "add_ingest": ["s-INGEST"],
        "add_curate": ["s-CURATE"],
        "add_load": ["s-LOAD"],
        "curate": PUBLISHED,
    }
    values = {
        "dag": dag,
        "ds": "2026-11-20",
        "run_id": RUN_ID,
        "params": {"late": False},
        "ti": TaskInstance(pushed=pushed),
    }
    task.render_template_fields(values | context)
    return task


def emr_takes(operation: str, request: dict) -> None:
    shape = get_session().get_service_model("emr").operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape)
    assert not report.has_errors(), report.generate_report()


def test_the_cluster_asked_for(dag):
    request = rendered(dag, "create_cluster").job_flow_overrides

    emr_takes("RunJobFlow", request)
    digest = request["Tags"].pop()
    assert (digest["Key"], len(digest["Value"])) == ("daylake:request", 12)
    assert request == {
        "Name": f"daylake chicago_crimes {RUN}",
        "ReleaseLabel": "emr-spark-8.1.0",
        "Applications": [{"Name": "Spark"}],
        "LogUri": "s3://daylake-logs/emr/",
        "ServiceRole": "daylake-emr-service",
        "JobFlowRole": "daylake-emr-node",
        "Instances": {
            "InstanceGroups": [
                {
                    "Name": "master",
                    "Market": "ON_DEMAND",
                    "InstanceRole": "MASTER",
                    "InstanceType": "m5.xlarge",
                    "InstanceCount": 1,
                },
                {
                    "Name": "core",
                    "Market": "ON_DEMAND",
                    "InstanceRole": "CORE",
                    "InstanceType": "m5.xlarge",
                    "InstanceCount": 1,
                },
            ],
            "KeepJobFlowAliveWhenNoSteps": True,
            "TerminationProtected": False,
        },
        "BootstrapActions": [
            {
                "Name": "install",
                "ScriptBootstrapAction": {
                    "Path": "s3://daylake-artifacts/bootstrap/install.sh",
                    "Args": ["s3://daylake-artifacts"],
                },
            }
        ],
        "AutoTerminationPolicy": {"IdleTimeout": 600},
        "Tags": [
            {"Key": "daylake:pipeline", "Value": "chicago_crimes"},
            {"Key": "daylake:run", "Value": RUN},
            {"Key": "daylake:day", "Value": "2026-11-20"},
            {"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"},
        ],
    }


def test_a_cluster_in_a_network_of_its_own(dag):
    groups = {"master": "sg-1", "core": "sg-2", "service_access": "sg-3"}
    network = {"subnet": "subnet-1", "security_configuration": "daylake", "security_groups": groups}
    request = rendered(dag, "create_cluster", VARIABLE | {"emr": VARIABLE["emr"] | network}).job_flow_overrides

    emr_takes("RunJobFlow", request)
    assert request["SecurityConfiguration"] == "daylake"
    assert {key: value for key, value in request["Instances"].items() if key.startswith(("E", "S"))} == {
        "Ec2SubnetId": "subnet-1",
        "EmrManagedMasterSecurityGroup": "sg-1",
        "EmrManagedSlaveSecurityGroup": "sg-2",
        "ServiceAccessSecurityGroup": "sg-3",
    }


def test_no_core_nodes(dag):
    variable = VARIABLE | {"emr": VARIABLE["emr"] | {"core_nodes": 0}}
    instances = rendered(dag, "create_cluster", variable).job_flow_overrides["Instances"]

    assert [group["InstanceRole"] for group in instances["InstanceGroups"]] == ["MASTER"]


def test_ingest_is_one_spark_step_without_dynamic_allocation(dag):
    add = rendered(dag, "add_ingest")

    emr_takes("AddJobFlowSteps", {"JobFlowId": add.job_flow_id, "Steps": add.steps})
    assert add.job_flow_id == "j-CLUSTER"
    assert add.steps == [
        {
            "Name": "ingest chicago_crimes 2026-11-20",
            "ActionOnFailure": "CONTINUE",
            "HadoopJarStep": {
                "Jar": "command-runner.jar",
                "Args": [
                    *("spark-submit", "--deploy-mode", "client"),
                    *("--conf", "spark.dynamicAllocation.enabled=false"),
                    *("--conf", f"spark.driver.extraJavaOptions={JAVA_OPTIONS}"),
                    *("--conf", f"spark.executor.extraJavaOptions={JAVA_OPTIONS}"),
                    *("s3://daylake-artifacts/daylake.jar", "ingest"),
                    *("--day", "2026-11-20", "--pipeline", "s3://daylake-artifacts/sql/chicago_crimes"),
                    *("--lake", "s3://daylake-lake", "--run", RUN),
                ],
            },
        }
    ]


def test_curate_of_a_day_long_past(dag):
    [step] = rendered(dag, "add_curate", params={"late": True}).steps

    assert step["HadoopJarStep"]["Args"] == [
        *("spark-submit", "--deploy-mode", "client"),
        *("--conf", f"spark.driver.extraJavaOptions={JAVA_OPTIONS}"),
        *("--conf", f"spark.executor.extraJavaOptions={JAVA_OPTIONS}"),
        *("s3://daylake-artifacts/daylake.jar", "curate"),
        *("--day", "2026-11-20", "--late", "--pipeline", "s3://daylake-artifacts/sql/chicago_crimes"),
        *("--lake", "s3://daylake-lake", "--run", RUN),
    ]


def test_load_is_a_step_with_the_loaders_secret_on_a_cluster_of_no_day(load_dag):
    params = {"rows": "s3://bucket/new/crimes.csv", "on_bad_rows": "keep"}
    run = {"run_id": "manual__2026-11-21T02:50:21+00:00", "params": params}
    [step] = rendered(load_dag, "add_load", **run).steps
    request = rendered(load_dag, "create_cluster", **run).job_flow_overrides

    emr_takes("AddJobFlowSteps", {"JobFlowId": "j-CLUSTER", "Steps": [step]})
    assert (step["Name"], step["ActionOnFailure"]) == ("load chicago_crimes", "CONTINUE")
    assert step["HadoopJarStep"]["Args"] == [
        *("spark-submit", "--deploy-mode", "client"),
        *("s3://daylake-artifacts/daylake.jar", "load"),
        *("--rows", "s3://bucket/new/crimes.csv", "--on-bad-rows", "keep"),
        *("--secret", "daylake/chicago_crimes/loader", "--pipeline", "s3://daylake-artifacts/sql/chicago_crimes"),
        *("--lake", "s3://daylake-lake", "--run", "manual__2026-11-21T02-50-21-00-00"),
    ]
    emr_takes("RunJobFlow", request)
    assert request["Name"] == "daylake chicago_crimes_load manual__2026-11-21T02-50-21-00-00"
    assert request["AutoTerminationPolicy"] == {"IdleTimeout": 3 * 3600}, "a load is no Spark application"
    assert request["Tags"][:-1] == [
        {"Key": "daylake:pipeline", "Value": "chicago_crimes"},
        {"Key": "daylake:run", "Value": "manual__2026-11-21T02-50-21-00-00"},
        {"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"},
    ]


@pytest.mark.parametrize("hostile", ["a; touch x", "$(touch x)", "{{ 7 * 7 }}", "a\nb", "'\"`", "--late", "%s"])
def test_what_a_person_gives_is_one_argument_as_it_is(load_dag, hostile):
    rows = f"s3://b/{hostile}.csv"
    params = {"rows": rows, "on_bad_rows": "stop"}
    (step,) = rendered(load_dag, "add_load", params=params, run_id=hostile).steps
    arguments = step["HadoopJarStep"]["Args"]
    assert arguments[arguments.index("--rows") + 1] == rows
    assert re.fullmatch(r"[A-Za-z0-9._-]+", arguments[arguments.index("--run") + 1])


@pytest.mark.parametrize("command", ["ingest", "curate", "load"])
def test_a_sensor_watches_the_step_its_task_before_has_added(dag, load_dag, command):
    dag = load_dag if command == "load" else dag
    params = {"late": False, "rows": "s3://bucket/crimes.csv", "on_bad_rows": "stop"}
    sensor = rendered(dag, command, params=params)

    assert (sensor.job_flow_id, sensor.step_id) == ("j-CLUSTER", f"s-{command.upper()}")
    assert sensor.step == rendered(dag, f"add_{command}", params=params).steps[0]
    assert sensor.outcome == f"s3://daylake-lake/_outcomes/chicago_crimes/{RUN}/{command}.json"
    assert sensor.poll_seconds == 1


def test_the_same_request_is_told_from_another_by_its_tag(dag):
    def tag(**changed):
        request = rendered(dag, "create_cluster", VARIABLE | changed).job_flow_overrides
        return next(tag["Value"] for tag in request["Tags"] if tag["Key"] == "daylake:request")

    assert tag() == tag()
    assert tag() != tag(artifacts="s3://daylake-artifacts/releases/newer")


@pytest.mark.parametrize("name", ["chicago_crimes", "chicago_crimes_load"])
def test_the_tasks_around_a_cluster_look_for_the_name_it_was_given(bag, name):
    dag = bag.dags[name]
    made = rendered(dag, "create_cluster").job_flow_overrides["Name"]

    assert rendered(dag, "cluster_ready").cluster == made
    assert rendered(dag, "terminate_cluster").cluster == made


def test_a_run_without_a_logical_date_has_no_day(dag):
    with pytest.raises(ValueError, match="Cannot run chicago_crimes: the run has no logical date"):
        rendered(dag, "create_cluster", ds=None)


def test_what_is_read_back_from_athena(dag):
    check = rendered(dag, "read_back")

    assert " ".join(check.query.split()) == (
        "select 'crime_type_details' as served_by, count(*) as row_count from crime_type_details "
        "where y = '2026' and m = '11' and d = '20' union all "
        "select 'crime_type_details_latest' as served_by, count(*) as row_count from crime_type_details_latest"
    )
    assert (check.database, check.workgroup) == ("crime_data", "daylake")
    assert check.output_location == "s3://daylake-athena-results/"
    assert check.published == PUBLISHED


def test_a_day_that_is_not_the_newest_is_not_looked_for_in_latest(dag):
    ti = TaskInstance(pushed={"where": VARIABLE, "curate": PUBLISHED | {"is_latest": False}})

    assert "_latest" not in rendered(dag, "read_back", ti=ti).query


def test_a_dashboard_is_told_as_it_is_written_even_in_digits(dag):
    quicksight = {"account": "012345678901", "data_set": "2026"}

    assert rendered(dag, "refresh_dashboard", VARIABLE | {"quicksight": quicksight}).quicksight == QuickSight(
        **quicksight
    )
    assert rendered(dag, "refresh_dashboard").quicksight is None
