"""Two airflow DAGs that only wait, with the product's own deadline alert: one runs longer than it may, one does not."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, CronDataIntervalTimetable

sys.path.insert(0, str(Path(__file__).parents[2] / "dags"))

from daylake.deadline import deadline_alert  # noqa: E402

for name, deadline in {"probe_late": timedelta(seconds=2), "probe_in_time": timedelta(minutes=36)}.items():
    with DAG(
        dag_id=name,
        schedule=CronDataIntervalTimetable("0 2 * * *", timezone="UTC"),
        start_date=datetime(2001, 1, 1),
        catchup=False,
        deadline=deadline_alert(deadline),
    ) as dag:
        BashOperator(task_id="wait", bash_command="sleep 8")
    globals()[name] = dag
