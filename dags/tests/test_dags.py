"""The DAGs as Airflow reads them."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization

from conftest import DAGS, PROJECT

# The deprecation is of a library Airflow itself uses to read .airflowignore.
NOT_OURS = ("GitWildMatchPattern",)


def test_every_dag_file_is_read_without_errors_or_warnings(bag):
    warnings = [
        warning
        for found in bag.captured_warnings.values()
        for warning in found
        if not any(n in warning for n in NOT_OURS)
    ]

    assert bag.import_errors == {}
    assert warnings == []


def test_every_pipeline_has_its_dags_and_every_dag_a_pipeline(bag):
    daily = {folder.parent.name for folder in (PROJECT / "sql").glob("*/pipeline.toml")}
    loads = {f"{script.parent.name}_load" for script in (PROJECT / "sql").glob("*/source.sql")}

    assert set(bag.dags) == daily | loads


def test_a_dag_file_is_named_after_its_pipeline(bag):
    assert {Path(dag.fileloc).stem for dag in bag.dags.values()} == {name.removesuffix("_load") for name in bag.dags}


def test_the_word_without_which_airflow_skips_a_file_is_in_every_dag_file():
    assert [file.name for file in DAGS.glob("*.py") if "airflow" not in file.read_text().lower()] == []


def test_a_day_goes_through_the_tasks_in_this_order(dag):
    follows = {task.task_id: task.downstream_task_ids for task in dag.tasks}

    assert follows == {
        "where": {"cluster_is_due"},
        "cluster_is_due": {"create_cluster", "terminate_cluster"},
        "create_cluster": {
            *("cluster_ready", "add_ingest", "ingest", "add_curate", "curate", "terminate_cluster"),
        },
        "cluster_ready": {"add_ingest"},
        "add_ingest": {"ingest"},
        "ingest": {"add_curate"},
        "add_curate": {"curate"},
        "curate": {"terminate_cluster", "read_back", "view_statements"},
        "terminate_cluster": {"day_is_served"},
        "read_back": {"refresh_dashboard"},
        "view_statements": {"create_view"},
        "create_view": {"day_is_served"},
        "refresh_dashboard": {"day_is_served"},
        "day_is_served": set(),
    }


def test_a_load_goes_through_the_tasks_in_this_order(load_dag):
    follows = {task.task_id: task.downstream_task_ids for task in load_dag.tasks}

    assert follows == {
        "where": {"cluster_is_due"},
        "cluster_is_due": {"create_cluster", "terminate_cluster"},
        "create_cluster": {"cluster_ready", "add_load", "load", "terminate_cluster"},
        "cluster_ready": {"add_load"},
        "add_load": {"load"},
        "load": {"terminate_cluster"},
        "terminate_cluster": {"rows_are_loaded"},
        "rows_are_loaded": set(),
    }


def test_nothing_but_the_first_task_reads_the_variable():
    templates = [file.name for file in (DAGS / "daylake").glob("*.py") if "var.json" in file.read_text()]
    readers = [file.name for file in (DAGS / "daylake").glob("*.py") if "Variable.get" in file.read_text()]

    assert (templates, readers) == ([], ["where.py"])


@pytest.mark.parametrize("name", ["chicago_crimes", "chicago_crimes_load"])
def test_the_cluster_is_ended_on_every_path(bag, name):
    dag = bag.dags[name]
    create, terminate = dag.get_task("create_cluster"), dag.get_task("terminate_cluster")

    assert create.is_setup
    assert terminate.is_teardown
    assert {"cluster_is_due", "create_cluster"} <= terminate.upstream_task_ids
    assert dag.get_task("cluster_is_due").is_setup, "a teardown needs a setup that has not failed"
    assert dag.dagrun_timeout is None, "a dagrun_timeout skips the teardown: the cluster would stay"


@pytest.mark.parametrize(
    ("name", "task"), [("chicago_crimes", "day_is_served"), ("chicago_crimes_load", "rows_are_loaded")]
)
def test_the_last_word_is_spoken_even_when_a_person_marks_the_run_failed(bag, name, task):
    last = bag.dags[name].get_task(task)

    assert last.is_teardown, "Airflow skips other tasks then, and would call the run a success"
    assert last.on_failure_fail_dagrun


def test_one_run_at_a_time_no_catching_up_and_any_day_since_2001(dag):
    assert (dag.max_active_runs, dag.catchup) == (1, False)
    assert dag.start_date == datetime(2001, 1, 1, tzinfo=UTC)


def test_the_run_that_starts_at_two_in_the_night_covers_the_day_before(dag):
    as_the_scheduler_sees_it = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
    fired = datetime(2026, 11, 21, 2, tzinfo=UTC)

    [info] = as_the_scheduler_sees_it.iter_dagrun_infos_between(fired - timedelta(days=1), fired - timedelta(seconds=1))

    assert info.run_after == fired
    assert f"{info.logical_date:%Y-%m-%d}" == "2026-11-20"


def test_the_deadline_is_36_minutes_from_being_queued(dag):
    [alert] = dag.deadline if isinstance(dag.deadline, list) else [dag.deadline]

    assert alert.interval == timedelta(minutes=36)
    assert alert.reference.reference_name == "DagRunQueuedAtDeadline"
    assert alert.callback.path == "daylake_deadline.announce"


def test_a_load_runs_when_it_is_told_which_rows(load_dag):
    assert (load_dag.schedule, load_dag.max_active_runs) == (None, 1)
    assert load_dag.params.get_param("on_bad_rows").value == "stop"
    with pytest.raises(ParamValidationError, match="No value passed"):
        load_dag.params.get_param("rows").resolve()
    for wrong in ("/tmp/crimes.csv", "s3://bucket/crimes.parquet", "s3://crimes.csv"):
        with pytest.raises(ParamValidationError, match="does not match"):
            load_dag.params.get_param("rows").resolve(wrong)
    assert load_dag.params.get_param("rows").resolve("s3://bucket/new/crimes.csv") == "s3://bucket/new/crimes.csv"


def test_the_page_for_the_person_on_call_is_the_dags_own(dag, load_dag):
    assert "exit 5" in dag.doc_md
    assert {"daylake", "daily"} <= set(dag.tags)
    assert "crimes_rejects" in load_dag.doc_md
    assert {"daylake", "load"} <= set(load_dag.tags)


def test_the_page_names_every_task_that_may_fail_and_every_alarm(dag):
    tasks = {"where", "create_cluster", "cluster_ready", "ingest", "curate", "terminate_cluster"}
    tasks |= {"refresh_dashboard", "day_is_served"}
    ours = re.findall(r'"(?:daylake-[a-z-]+)"', (PROJECT / "terraform" / "alerts.tf").read_text())
    of_a_pipeline = re.findall(r"^    (\w+) = \{", (PROJECT / "terraform" / "alerts.tf").read_text(), re.M)
    alarms = {name.strip('"') for name in ours} | {f"daylake-chicago_crimes-{kind}" for kind in of_a_pipeline}

    assert len(alarms) >= 7
    assert [words for words in tasks | alarms if f"`{words}`" not in dag.doc_md] == []


def test_no_airflow_2_habits():
    from ruff.__main__ import find_ruff_bin

    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--preview", "--select", "AIR", str(DAGS)]
    found = subprocess.run(command, capture_output=True, text=True)

    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("word", ["localstack", "moto", "localhost", "127.0.0.1", "endpoint_url"])
def test_no_dag_knows_where_it_runs(word):
    product = [file for file in DAGS.rglob("*") if file.suffix in (".py", ".md") and "tests" not in file.parts]

    assert [str(file) for file in product if word in file.read_text()] == []
