"""What the watch's numbers mean, case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from judgement import Cluster, Outcome, Step, numbers, outlived

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def cluster(created: float, ended: float | None = None, run: str = "r", day: str | None = "2026-11-23") -> Cluster:
    return Cluster("j-1", "crimes", run, day, ago(created), None if ended is None else ago(ended))


def curated(exit_code: int, started: float) -> dict[str, Outcome]:
    return {"r": Outcome(exit_code, ago(started), ago(started - 1))}


@pytest.mark.parametrize(
    ("case", "clusters", "outcomes", "run_minutes", "failed", "cluster_hours"),
    [
        ("nothing runs", [], {}, 0, 0, 0),
        ("a run under way", [cluster(12)], {}, 12, 0, 0.2),
        ("it has published, its cluster ends", [cluster(30)], curated(0, 5), 0, 0, 0.5),
        ("it has published and ended", [cluster(30, 3)], curated(0, 5), 0, 0, 0),
        ("it failed at curate", [cluster(30, 3)], curated(3, 5), 0, 1, 0),
        ("it failed before curate", [cluster(30, 3)], {}, 0, 1, 0),
        ("it failed more than an hour ago", [cluster(90, 61)], {}, 0, 0, 0),
        ("curate has failed and may be tried again", [cluster(30)], curated(4, 5), 30, 0, 0.5),
        ("started again after it failed", [cluster(50, 30), cluster(12)], curated(3, 35), 12, 0, 0.2),
        ("started again after it published", [cluster(50, 30), cluster(12)], curated(0, 35), 12, 0, 0.2),
        ("failed, and failed again", [cluster(50, 30), cluster(12, 3)], {}, 0, 1, 0),
        ("failed, and done when started again", [cluster(50, 30), cluster(12, 3)], curated(0, 5), 0, 0, 0),
        ("two runs failed", [cluster(50, 30, "a"), cluster(50, 40, "b")], {}, 0, 2, 0),
        ("two runs under way", [cluster(12, run="a"), cluster(48, run="b")], {}, 48, 0, 0.8),
        ("a load that leaks", [cluster(150, day=None)], {}, 0, 0, 2.5),
        ("a load that has ended", [cluster(150, 3, day=None)], {}, 0, 0, 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_numbers(case, clusters, outcomes, run_minutes, failed, cluster_hours):
    told = numbers(NOW, clusters, outcomes, ago(60 * 25))

    assert told["RunMinutes"] == pytest.approx(run_minutes)
    assert told["RunsFailed"] == failed
    assert told["ClusterHours"] == pytest.approx(cluster_hours)
    assert told["HoursSincePublished"] == pytest.approx(25)


def step(command: str, exit_code: int | None, ended: float, began: float | None = 40, started: float = 35) -> Step:
    """Minutes ago: the step began, the outcome's command started and ended; no exit code, no outcome."""
    outcome = None if exit_code is None else Outcome(exit_code, ago(started), ago(ended))
    return Step(command, None if began is None else ago(began), outcome)


@pytest.mark.parametrize(
    ("case", "age", "newest", "ended"),
    [
        ("no step yet", 60, None, False),
        ("a step under way", 60, step("ingest", None, 0), False),
        ("published just now", 60, step("curate", 0, 15), False),
        ("published, and left for more than 15 minutes", 60, step("curate", 0, 15.1), True),
        ("loaded, and left", 60, step("load", 0, 15.1), True),
        ("ingested: curate is to come, however late", 60 * 23, step("ingest", 0, 600), False),
        ("refused at ingest, and left", 60, step("ingest", 3, 15.1), True),
        ("a bug at curate, and left", 60, step("curate", 1, 15.1), True),
        ("exit 4 is tried again", 60 * 23, step("ingest", 4, 600), False),
        ("the outcome is of an attempt before", 60, step("curate", 0, 15.1, began=34), False),
        ("the outcome is of the step before, this one waits", 60, step("curate", 0, 15.1, began=None), False),
        ("as old as a run may get", 60 * 24, step("ingest", None, 0), False),
        ("older than any run", 60 * 24 + 1, step("ingest", None, 0), True),
        ("older than any run, and never used", 60 * 24 + 1, None, True),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cluster_is_ended_only_when_its_run_cannot_be_alive(case, age, newest, ended):
    assert bool(outlived(NOW, cluster(age), newest)) == ended


def test_the_reason_is_told():
    reason = outlived(NOW, cluster(60), step("curate", 5, 20))
    assert reason == "curate ended its run with exit 5 at 2026-11-24 03:40 UTC"
    assert outlived(NOW, cluster(60 * 30), None) == "it is 30 hours old, and no run lasts so long"
