"""What the watch's numbers mean, case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from judgement import Cluster, Outcome, numbers

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def cluster(created: float, ended: float | None = None, run: str | None = "r") -> Cluster:
    return Cluster("crimes", run, ago(created), None if ended is None else ago(ended))


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
        ("a load that leaks", [cluster(150, run=None)], {}, 0, 0, 2.5),
        ("a load that has ended", [cluster(150, 3, run=None)], {}, 0, 0, 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_numbers(case, clusters, outcomes, run_minutes, failed, cluster_hours):
    told = numbers(NOW, clusters, outcomes, ago(60 * 25))

    assert told["RunMinutes"] == pytest.approx(run_minutes)
    assert told["RunsFailed"] == failed
    assert told["ClusterHours"] == pytest.approx(cluster_hours)
    assert told["HoursSincePublished"] == pytest.approx(25)
