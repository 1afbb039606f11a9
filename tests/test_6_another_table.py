"""A second pipeline: another table, a key of text and time, its own DAG; nothing but a folder and a small file."""

import contextlib
import json
from datetime import date
from pathlib import Path

import chain
import pymysql
import pytest

from laptop import report, source_database
from laptop.airflow_api import AirflowApi
from laptop.aws import client
from laptop.names import NAMES
from laptop.stack import Stack

PIPELINE = Path(__file__).parent / "pipelines" / "station_readings"
DAY = "2016-01-05"
ROWS = [
    (f"{'Lake' if i % 2 else 'lake'} {i % 5}", f"2016-01-05 0{i % 10}:{i // 10:02d}:00.{i:06d}", i % 37 - 12)
    for i in range(300)
]


@pytest.fixture
def readings(running: Stack):
    """The table in the source, and the pipeline's folder among the artifacts."""
    with source_database.connect(running.mysql_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create or replace table readings (station varchar(20) character set utf8mb4 collate utf8mb4_general_ci, "
            "taken datetime(6), degrees tinyint not null, primary key (station, taken))"
        )
        cursor.executemany("insert into readings values (%s, %s, %s)", ROWS)
        connection.commit()
    secret = client(running, "secretsmanager").get_secret_value(SecretId=NAMES.settings_secret)
    bucket, _, prefix = json.loads(secret["SecretString"])["artifacts"].removeprefix("s3://").partition("/")
    for file in PIPELINE.rglob("*.*"):
        key = "/".join(filter(None, [prefix, "sql", PIPELINE.name, str(file.relative_to(PIPELINE))]))
        client(running, "s3").put_object(Bucket=bucket, Key=key, Body=file.read_bytes())
    yield
    with (
        contextlib.suppress(pymysql.Error),
        source_database.connect(running.mysql_url) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("drop table readings")


def test_a_table_is_one_folder_and_one_small_file(readings, running):
    api = AirflowApi(running)
    run = api.run_day(PIPELINE.name, date.fromisoformat(DAY), late=True)
    ended = chain.wait_for_end(api, PIPELINE.name, run)
    assert ended.state == "success", ended.said()

    _, *found = report.query(
        running, "select station, warmest, coldest, readings from station_extremes_latest order by station"
    )
    stations = {name for name, _, _ in ROWS}
    expected = [
        [name, str(max(degrees)), str(min(degrees)), str(len(degrees))]
        for name in sorted(stations)
        for degrees in [[degrees for station, _, degrees in ROWS if station == name]]
    ]
    assert found == expected
    assert report.query(running, "select coldest from coldest_station")[1] == ["-12"]
    receipt = report.read_json(running, api.xcom(PIPELINE.name, run, "ingest")["receipt"])
    assert receipt["source"]["read"]["readers"] == 2
    assert receipt["source"]["read"]["locked_millis"] > 0
    assert receipt["reconciliation"]["by"] == "checksums"
    assert receipt["reconciliation"]["source"] == receipt["reconciliation"]["files"]
    chain.wait_for_no_cluster(running)
