"""How the runs of a pipeline stand, in four numbers that alarms watch. Pure: everything comes in, `now` too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RECENTLY = timedelta(hours=1)


@dataclass(frozen=True)
class Cluster:
    """`run` is None where the cluster does no day's run: it may leak all the same."""

    pipeline: str
    run: str | None
    created: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Outcome:
    """How a run's curate, the last of its commands, ended."""

    exit: int
    started: datetime
    ended: datetime


def numbers(
    now: datetime, clusters: Iterable[Cluster], outcomes: dict[str, Outcome], published: datetime
) -> dict[str, float]:
    """The metrics of one pipeline. `published`: when it last did, or since when it should have."""
    clusters = list(clusters)
    unpublished = [found for run, found in by_run(clusters).items() if not publishes(found, outcomes.get(run))]
    failed = [found for found in unpublished if not any(map(live, found)) and now - last_end(found) <= RECENTLY]
    return {
        "RunMinutes": oldest(now, (cluster for found in unpublished for cluster in found)) / timedelta(minutes=1),
        "RunsFailed": float(len(failed)),
        "HoursSincePublished": (now - published) / timedelta(hours=1),
        "ClusterHours": oldest(now, clusters) / timedelta(hours=1),
    }


def by_run(clusters: Iterable[Cluster]) -> dict[str, list[Cluster]]:
    """A run that was started again has had several clusters."""
    runs: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        if cluster.run:
            runs.setdefault(cluster.run, []).append(cluster)
    return runs


def publishes(clusters: list[Cluster], outcome: Outcome | None) -> bool:
    """An outcome from before the newest cluster is that of an earlier attempt of the run."""
    return outcome is not None and outcome.exit == 0 and outcome.started >= max(each.created for each in clusters)


def oldest(now: datetime, clusters: Iterable[Cluster]) -> timedelta:
    """The age of the oldest that lives, none where none does."""
    return max((now - cluster.created for cluster in clusters if live(cluster)), default=timedelta())


def live(cluster: Cluster) -> bool:
    return cluster.ended is None


def last_end(clusters: list[Cluster]) -> datetime:
    return max(cluster.ended for cluster in clusters)
