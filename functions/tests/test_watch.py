"""The watch against EMR, S3 and CloudWatch of the local AWS: what each kind of day makes of the metrics."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from tests.clusters import Emr, add_instance_profile, step

LAKE = "watch-lake"
SINCE = datetime.now(UTC) - timedelta(hours=2)


class Watched:
    """A pipeline of a test's own: its clusters and outcomes, and what the watch makes of them."""

    def __init__(self, client, watch, emr: Emr):
        self.name = f"p{uuid.uuid4().hex[:8]}"
        self._client = client
        self._watch = watch
        self._emr = emr
        self._started: list[str] = []

    def cluster(self, run: str, day: str | None = "2026-11-23", **more) -> str:
        tags = {"daylake:pipeline": self.name, "daylake:run": run} | ({"daylake:day": day} if day else {})
        asked = [{"Key": key, "Value": value} for key, value in tags.items()]
        self._started.append(self._emr.run(Tags=asked, Name="watched", **more))
        self._emr.wait_for(self._started[-1], "WAITING", "TERMINATED", "TERMINATED_WITH_ERRORS")
        return self._started[-1]

    def step(self, cluster: str, command: str, *arguments: str, state: str = "COMPLETED") -> None:
        added = self._emr.add(cluster, step(*arguments, name=f"{command} {self.name} 2026-11-23"))
        self._emr.wait_for_step(cluster, added[0], state)

    def state(self, cluster: str) -> str:
        return self._emr.cluster(cluster)["Status"]["State"]

    def end(self, cluster: str) -> None:
        self._client("emr").terminate_job_flows(JobFlowIds=[cluster])
        self._emr.wait_for(cluster, "TERMINATED", "TERMINATED_WITH_ERRORS")

    def end_all(self) -> None:
        for cluster in self._started:
            self.end(cluster)

    def outcome(self, run: str, exit_code: int, ended: datetime | None = None, command: str = "curate") -> None:
        ended = ended or datetime.now(UTC)
        # As Java writes instants: down to nanoseconds.
        instant = ended.strftime("%Y-%m-%dT%H:%M:%S.%f123Z")
        said = {"command": command, "exit": exit_code, "started_at": instant, "ended_at": instant}
        key = f"_outcomes/{self.name}/{run}/{command}.json"
        self._client("s3").put_object(Bucket=LAKE, Key=key, Body=json.dumps(said))

    def look(self, later: timedelta = timedelta()) -> dict[str, float]:
        """What the watch tells at an instant, which may be to come."""
        with pytest.MonkeyPatch.context() as patch:
            settings = {"LAKE": LAKE, "PIPELINES": f"other,{self.name}", "NAMESPACE": "DaylakeTests"}
            for name, value in (settings | {"SINCE": SINCE.isoformat()}).items():
                patch.setenv(name, value)
            return self._watch({"time": (datetime.now(UTC) + later).isoformat()}, None)[self.name]

    def metric(self, name: str) -> float:
        """The greatest value that CloudWatch keeps."""
        now = datetime.now(UTC)
        points = self._client("cloudwatch").get_metric_statistics(
            Namespace="DaylakeTests",
            MetricName=name,
            Dimensions=[{"Name": "pipeline", "Value": self.name}],
            StartTime=now - timedelta(minutes=10),
            EndTime=now + timedelta(minutes=10),
            Period=60,
            Statistics=["Maximum"],
        )["Datapoints"]
        return max(point["Maximum"] for point in points)


@pytest.fixture(scope="module")
def emr(client):
    client("s3").create_bucket(Bucket=LAKE)
    add_instance_profile(client("iam"), "node")
    return Emr(client("emr"), client("s3"), LAKE)


@pytest.fixture
def pipeline(client, watch, emr):
    pipeline = Watched(client, watch, emr)
    yield pipeline
    pipeline.end_all()


def test_a_normal_day(pipeline):
    cluster = pipeline.cluster("daily")
    pipeline.outcome("daily", 0, command="ingest")
    during = pipeline.look(timedelta(minutes=10))
    assert 10 <= during["RunMinutes"] < 12

    pipeline.outcome("daily", 0)
    assert pipeline.look(timedelta(minutes=40))["RunMinutes"] == 0
    pipeline.end(cluster)

    after = pipeline.look(timedelta(minutes=10))
    assert after == {
        "RunMinutes": 0,
        "RunsFailed": 0,
        "HoursSincePublished": pytest.approx(1 / 6, abs=0.05),
        "ClusterHours": 0,
    }


def test_a_late_run_reaches_cloudwatch(pipeline):
    pipeline.cluster("late")

    told = pipeline.look(timedelta(minutes=37))

    assert 37 <= told["RunMinutes"] < 40
    assert pipeline.metric("RunMinutes") == pytest.approx(told["RunMinutes"])
    assert pipeline.metric("RunsFailed") == 0


def test_a_run_that_failed_counts_for_an_hour(pipeline):
    cluster = pipeline.cluster("failed")
    pipeline.outcome("failed", 3)
    pipeline.end(cluster)

    assert pipeline.look()["RunsFailed"] == 1
    assert pipeline.look(timedelta(minutes=55))["RunsFailed"] == 1
    assert pipeline.look(timedelta(minutes=65))["RunsFailed"] == 0


def test_a_cluster_that_could_not_start_is_a_failed_run(pipeline):
    missing = {"Name": "install", "ScriptBootstrapAction": {"Path": f"s3://{LAKE}/no-such.sh"}}
    pipeline.cluster("broken", BootstrapActions=[missing])

    assert pipeline.look()["RunsFailed"] == 1


def test_a_leaked_cluster_is_seen_even_if_it_is_no_run(pipeline):
    pipeline.cluster("load", day=None)

    told = pipeline.look(timedelta(hours=2, minutes=6))

    assert 2.1 <= told["ClusterHours"] < 2.2
    assert told["RunMinutes"] == 0


def test_a_cluster_that_outlived_its_published_day_is_ended(pipeline, capsys):
    cluster = pipeline.cluster("left")
    pipeline.step(cluster, "ingest", "true")
    pipeline.outcome("left", 0, command="ingest")
    pipeline.step(cluster, "curate", "true")
    assert pipeline.look(timedelta(hours=23)) and pipeline.state(cluster) == "WAITING", "curate has left no outcome"

    pipeline.outcome("left", 0)
    assert pipeline.look(timedelta(minutes=14)) and pipeline.state(cluster) == "WAITING"
    told = pipeline.look(timedelta(minutes=16))

    assert told["ClusterHours"] > 0.26, "it is told before it is ended"
    assert pipeline.state(cluster).startswith("TERMINAT")
    assert f"Ending cluster {cluster}: curate ended its run with exit 0 at " in capsys.readouterr().out


def test_a_program_that_hangs_after_its_last_word_goes_with_its_cluster(pipeline):
    cluster = pipeline.cluster("hangs")
    pipeline.step(cluster, "ingest", "sleep", "600", state="RUNNING")
    pipeline.outcome("hangs", 3, command="ingest")

    pipeline.look(timedelta(minutes=16))

    assert pipeline.state(cluster).startswith("TERMINAT")


def test_a_step_that_says_nothing_is_left_alone_for_a_day(pipeline):
    cluster = pipeline.cluster("slow")
    pipeline.step(cluster, "ingest", "sleep", "600", state="RUNNING")

    assert pipeline.look(timedelta(hours=23)) and pipeline.state(cluster) == "RUNNING"
    assert pipeline.look(timedelta(hours=25)) and pipeline.state(cluster).startswith("TERMINAT")


def test_a_load_that_is_done_is_ended_too(pipeline):
    cluster = pipeline.cluster("loaded", day=None)
    pipeline.step(cluster, "load", "true")
    pipeline.outcome("loaded", 0, command="load")

    assert pipeline.look(timedelta(minutes=16)) and pipeline.state(cluster).startswith("TERMINAT")


def test_clusters_of_others_are_not_ours_to_end(pipeline, emr):
    foreign = emr.run(Name="daylake of somebody")
    emr.wait_for(foreign, "WAITING")

    pipeline.look(timedelta(days=30))

    assert emr.cluster(foreign)["Status"]["State"] == "WAITING"
    emr.terminate(foreign)


def test_a_missing_run(pipeline):
    pipeline.outcome("published", 0, ended=datetime.now(UTC) - timedelta(hours=26))
    pipeline.outcome("failed", 3, ended=datetime.now(UTC) - timedelta(hours=2))

    told = pipeline.look(timedelta(minutes=30))

    assert told["HoursSincePublished"] == pytest.approx(26.5, abs=0.05)
    assert told["RunsFailed"] == 0


def test_a_pipeline_that_never_published_counts_from_its_deployment(pipeline):
    assert pipeline.look()["HoursSincePublished"] == pytest.approx(2, abs=0.1)
    assert pipeline.look(timedelta(hours=25))["HoursSincePublished"] == pytest.approx(27, abs=0.1)


def test_more_outcomes_than_fit_a_page(pipeline):
    for number in range(1005):
        pipeline.outcome(f"run{number:04}", 3, command="ingest")
    pipeline.outcome("zz", 0, ended=datetime.now(UTC) - timedelta(hours=5))

    assert pipeline.look()["HoursSincePublished"] == pytest.approx(5, abs=0.05)
