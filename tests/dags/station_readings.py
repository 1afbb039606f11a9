"""The airflow DAG of tests/pipelines/station_readings, as small as every pipeline's."""

import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "dags"))

from daylake.daily_table import daily_table  # noqa: E402

daily_table("station_readings", schedule="0 4 * * *", deadline=timedelta(minutes=36))
