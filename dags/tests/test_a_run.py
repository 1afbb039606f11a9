"""A run in Airflow itself, with its database and its settings in Secrets Manager, as on MWAA."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DAGS

RUNS = Path(__file__).parent / "runs"


@pytest.fixture
def airflow(settings_secret, tmp_path):
    """Runs a Python command line in an Airflow with a database of its own; returns what it printed."""
    own = {"AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__DAGS_FOLDER": str(RUNS), "PYTHONPATH": str(DAGS)}

    def run(*command: str) -> str:
        command = [sys.executable, *command]
        ended = subprocess.run(command, env=settings_secret | own, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    run("-m", "airflow", "db", "migrate")
    return run


def test_a_run_keeps_its_settings_through_a_deployment_and_ends_well_without_a_dashboard(airflow):
    said = airflow(str(RUNS / "run_while_deploying.py"))

    assert json.loads(said.splitlines()[-1]) == {
        "run": "success",
        "states": {
            "where": "success",
            "deploy": "success",
            "use": "success",
            "refresh_dashboard": "skipped",
            "is_done": "success",
        },
        "found by a try after the deployment": "s3://daylake-artifacts",
        "found by the next run": "s3://daylake-artifacts/releases/newer",
    }
    assert "No dashboard to refresh: `quicksight` is null in the Variable daylake" in said
