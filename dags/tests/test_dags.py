"""The DAGs as Airflow reads them."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
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


def test_every_pipeline_has_a_dag_and_every_dag_a_pipeline(bag):
    pipelines = {folder.parent.name for folder in (PROJECT / "sql").glob("*/pipeline.toml")}

    assert set(bag.dags) == pipelines


def test_a_dag_file_is_named_after_its_pipeline(bag):
    assert {Path(dag.fileloc).stem for dag in bag.dags.values()} == set(bag.dags)


def test_the_word_without_which_airflow_skips_a_file_is_in_every_dag_file():
    assert [file.name for file in DAGS.glob("*.py") if "airflow" not in file.read_text().lower()] == []


def test_a_day_goes_through_the_tasks_in_this_order(dag):
    follows = {task.task_id: task.downstream_task_ids for task in dag.tasks}

    assert follows == {
        "create_cluster": {
            *("cluster_ready", "add_ingest", "ingest", "add_curate", "curate", "terminate_cluster"),
        },
        "cluster_ready": {"add_ingest"},
        "add_ingest": {"ingest"},
        "ingest": {"add_curate"},
        "add_curate": {"curate"},
        "curate": {"terminate_cluster", "read_back", "view_statements"},
        "terminate_cluster": {"day_is_served"},
        "read_back": {"day_is_served"},
        "view_statements": {"create_view"},
        "create_view": {"day_is_served"},
        "day_is_served": set(),
    }


def test_the_cluster_is_ended_on_every_path(dag):
    create, terminate = dag.get_task("create_cluster"), dag.get_task("terminate_cluster")

    assert create.is_setup
    assert terminate.is_teardown
    assert create.task_id in terminate.upstream_task_ids
    assert dag.dagrun_timeout is None, "a dagrun_timeout skips the teardown: the cluster would stay"


def test_the_last_word_is_spoken_even_when_a_person_marks_the_run_failed(dag):
    last = dag.get_task("day_is_served")

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


def test_the_page_for_the_person_on_call_is_the_dags_own(dag):
    assert "exit 5" in dag.doc_md
    assert {"daylake", "daily"} <= set(dag.tags)


def test_no_airflow_2_habits():
    from ruff.__main__ import find_ruff_bin

    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--preview", "--select", "AIR", str(DAGS)]
    found = subprocess.run(command, capture_output=True, text=True)

    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("word", ["localstack", "moto", "localhost", "127.0.0.1", "endpoint_url"])
def test_no_dag_knows_where_it_runs(word):
    product = [file for file in DAGS.rglob("*") if file.suffix in (".py", ".md") and "tests" not in file.parts]

    assert [str(file) for file in product if word in file.read_text()] == []
