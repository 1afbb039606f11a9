"""One LocalStack for all tests, started from outside as its users start it, on a free port with its own folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tests.clusters import Emr, add_instance_profile
from tests.functions import Functions
from tests.mariadb import MariaDb, mariadb_home
from tests.process import LocalAws
from tests.queries import Athena
from tests.trino import athena_on_trino

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def spark_home() -> Path:
    home = Path(os.environ.get("SPARK_HOME") or REPOSITORY / ".daylake" / "spark")
    if not (home / "bin" / "spark-class").exists():
        pytest.skip(f"no Spark distribution in {home}; set SPARK_HOME")
    return home


@pytest.fixture(scope="session")
def stopped_mariadb(tmp_path_factory) -> Iterator[MariaDb | None]:
    """None where its binaries are not."""
    home = mariadb_home(REPOSITORY)
    server = MariaDb(home, tmp_path_factory.mktemp("mariadb")) if home else None
    yield server
    if server:
        server.stop()


@pytest.fixture(scope="session")
def mariadb(stopped_mariadb) -> MariaDb:
    """Started when a test first needs it; LocalStack knows its address from the beginning."""
    if not stopped_mariadb:
        pytest.skip("no MariaDB binaries; set MARIADB_HOME")
    stopped_mariadb.start()
    return stopped_mariadb


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory, stopped_mariadb) -> Iterator[LocalAws]:
    home = os.environ.get("SPARK_HOME") or str(REPOSITORY / ".daylake" / "spark")
    settings = {"SPARK_HOME": home, "EMR_WORKER_CORES": "2", "EMR_WORKER_MEMORY": "1g"}
    if stopped_mariadb:
        settings["RDS_MYSQL_URL"] = stopped_mariadb.url
    with LocalAws(tmp_path_factory.mktemp("local-aws"), settings) as aws:
        yield aws


@pytest.fixture(scope="session")
def client(local_aws):
    clients: dict[str, object] = {}

    def make(service: str):
        if service not in clients:
            clients[service] = boto3.client(service, **local_aws.client_settings)
        return clients[service]

    return make


@pytest.fixture(scope="session")
def bucket(client) -> str:
    client("s3").create_bucket(Bucket="lakehouse-tests")
    return "lakehouse-tests"


@pytest.fixture(scope="session")
def athena(client, bucket) -> Athena:
    return Athena(client("athena"), f"s3://{bucket}/results/")


@pytest.fixture(scope="session")
def on_trino(client, bucket) -> Athena:
    """The same Athena, its queries run by Trino; skipped where Trino or a Java 25 is missing."""
    return athena_on_trino(client, f"s3://{bucket}/results/")


@pytest.fixture(scope="session")
def emr(client, bucket) -> Emr:
    add_instance_profile(client("iam"), "node")
    return Emr(client("emr"), client("s3"), bucket)


@pytest.fixture(scope="session", autouse=True)
def idle_cluster(request) -> str | None:
    """Started first of all, because the shortest time-out that AWS accepts is a minute."""
    wanted = any(is_about_idleness(item) for item in request.session.items)
    return request.getfixturevalue("emr").run(AutoTerminationPolicy={"IdleTimeout": 60}) if wanted else None


@pytest.fixture(scope="session", autouse=True)
def ticking_function(request) -> str | None:
    """Called each minute from the beginning on, so that the test of it waits for less than a whole one."""
    if not any(is_about_a_schedule(item) for item in request.session.items):
        return None
    client = request.getfixturevalue("client")
    source = "import json\ndef handler(event, context):\n    print(json.dumps(event))\n"
    arn = Functions(client).create("ticks", source)
    client("events").put_rule(Name="ticking", ScheduleExpression="rate(1 minute)")
    client("events").put_targets(Rule="ticking", Targets=[{"Id": "ticks", "Arn": arn}])
    return "ticks"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a minute comes last, when it is over."""
    items.sort(key=lambda item: is_about_idleness(item) or is_about_a_schedule(item))


def is_about_idleness(item: pytest.Item) -> bool:
    return item.name == "test_an_idle_cluster_terminates_itself"


def is_about_a_schedule(item: pytest.Item) -> bool:
    return item.name == "test_a_schedule_invokes_its_function"
