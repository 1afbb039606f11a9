"""How the runs of a pipeline stand, in four numbers that alarms watch, and which clusters outlived their runs.

Pure: everything comes in, `now` too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RECENTLY = timedelta(hours=1)
# Airflow ends a cluster within seconds, and asks nothing of it after a last word.
LAST_WORD_STANDS = timedelta(minutes=15)
# No run lasts so long: more than all limits and retries of a daily run together (dags/tests/test_longest_run.py).
LONGEST_RUN = timedelta(hours=24)
LAST_COMMANDS = ("curate", "load")
TRY_AGAIN = 4


@dataclass(frozen=True)
class Cluster:
    """`day` is None where the cluster does no day's run, as `daylake load`'s: it may leak all the same."""

    id: str
    pipeline: str
    run: str
    day: str | None
    created: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Outcome:
    """How a command of a run ended."""

    exit: int
    started: datetime
    ended: datetime


@dataclass(frozen=True)
class Step:
    """The newest step of a cluster: its command, when it began, and the outcome that the run's command left."""

    command: str
    began: datetime | None
    outcome: Outcome | None


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
        if cluster.day:
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


def outlived(now: datetime, cluster: Cluster, step: Step | None) -> str | None:
    """Why nobody needs this live cluster any more, or None where its run may be alive."""
    age = now - cluster.created
    if age > LONGEST_RUN:
        return f"it is {age / timedelta(hours=1):.0f} hours old, and no run lasts so long"
    if step and (outcome := last_word(step)) and now - outcome.ended > LAST_WORD_STANDS:
        return f"{step.command} ended its run with exit {outcome.exit} at {outcome.ended:%Y-%m-%d %H:%M} UTC"
    return None


def last_word(step: Step) -> Outcome | None:
    """The step's own outcome (an earlier attempt's began before the step did), if no command follows it."""
    outcome = step.outcome
    if outcome is None or step.began is None or outcome.started < step.began or outcome.exit == TRY_AGAIN:
        return None
    return outcome if outcome.exit != 0 or step.command in LAST_COMMANDS else None


def last_end(clusters: list[Cluster]) -> datetime:
    return max(cluster.ended for cluster in clusters)
