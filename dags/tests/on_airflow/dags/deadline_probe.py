"""An Airflow DAG for the deadline's proof: the product's deadline, of seconds, over one task that takes as long as it is told."""

import time
from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG, CronDataIntervalTimetable, Param, task

from daylake.deadline import deadline_alert

with DAG(
    "deadline_probe",
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone="UTC"),
    start_date=datetime(2001, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    deadline=deadline_alert(timedelta(seconds=6)),
    params={"seconds": Param(0, type="integer")},
):

    @task
    def take(params=None):
        time.sleep(params["seconds"])

    take()
