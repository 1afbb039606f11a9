"""Runs the cells of the clusters' part of the matrix, on a stack that is up with Airflow, and judges each.

The invariant: what is published (or, of a load, in the source) is right or unchanged, no cluster of ours lives in the
end, the run ends as the cell says with its sentence, and a plain rerun then succeeds.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from botocore.exceptions import BotoCoreError, ClientError

from deploy.problem import Problem
from faults.airflow_kills import KILLS
from faults.beginning_cells import BEGINNING
from faults.cluster_cell import DAILY, DAY, ClusterCell, Scene, folder, script_in_place
from faults.reaper import watch_looks
from faults.rules import in_force
from faults.source_rows import SourceRows
from faults.step_cells import STEPS
from laptop import report
from laptop.airflow_api import AirflowApi
from laptop.aws import client
from laptop.runs import Ended, live_clusters, published, wait_for_end, wait_for_no_cluster
from laptop.stack import Stack

CELLS = [*BEGINNING, *STEPS, *KILLS]


def named(only: str) -> list[ClusterCell]:
    """`only` is a regular expression of `stage / fault`."""
    return [cell for cell in CELLS if re.search(only, cell.name)]


def cells(stack: Stack, only: str) -> Iterator[dict]:
    """A line of faults.json for each cell as it ends."""
    for cell in named(only):
        yield run(cell, stack, CELLS.index(cell))


def run(cell: ClusterCell, stack: Stack, number: int) -> dict:
    """`broken` says what was not as it has to be, or is None; no other cell has the number."""
    begin = time.monotonic()
    trial = Trial(cell, stack, number)
    try:
        broken = trial.broken()
    except (AssertionError, Problem, BotoCoreError, ClientError) as wrong:
        broken = f"{type(wrong).__name__}: {wrong}"
    finally:
        trial.clean_up()
    return {
        "cell": cell.stage,
        "fault": cell.fault,
        "fired": trial.fired,
        "outcome": trial.outcome,
        "readers": trial.readers,
        "seconds": round(time.monotonic() - begin, 1),
        "broken": broken,
    }


class Trial:
    """One run with a fault in it, and, where that failed, a second without."""

    def __init__(self, cell: ClusterCell, stack: Stack, number: int):
        self.cell, self.stack = cell, stack
        self.api = AirflowApi(stack)
        self.rows = SourceRows(stack, number)
        self.before = published(stack)
        self.counts = rows_read(stack)
        self.fired: list[str] = []
        self.outcome, self.readers = "not ended", "unknown"

    def broken(self) -> str | None:
        ended = self._run_with_the_fault()
        self.outcome = ended.state
        logs = "\n".join(ended.logs.values())
        problems = [
            (not self.fired, "the fault did not fire"),
            (ended.state not in self.cell.ends, f"ended {ended.state}: {ended.said()}"),
            (self.cell.says not in logs, f"no log says '{self.cell.says}': {ended.said()}"),
            (not self._as_it_should_be(ended), f"readers see {self.readers}"),
        ]
        if found := next((sentence for wrong, sentence in problems if wrong), None):
            return found
        if self.cell.reaped:
            assert live_clusters(self.stack), "Airflow was to leave a cluster to the watch"
            watch_looks(self.stack)
        wait_for_no_cluster(self.stack, 45)
        return self._rerun() if ended.state == "failed" else None

    def _run_with_the_fault(self) -> Ended:
        replaced = script_in_place(self.stack, self.cell.script)
        with replaced as done, in_force(self.stack, self.cell.rules) as rules:
            run = self._start()
            if harm := self.cell.harm:
                done.append(harm(Scene(self.stack, self.api, self.cell.dag, run, rules)))
            ended = wait_for_end(self.api, self.cell.dag, run, 400)
            fired = [rule.fired() for rule in rules]
        if all(fired):
            asked = zip(self.cell.rules, fired, strict=True)
            self.fired = [f"{rule['operation']} {rule['fault']} x{times}" for rule, times in asked]
            self.fired += done
        return ended

    def _start(self) -> str:
        if self.cell.dag == DAILY:
            return self.api.run_day(DAILY, date.fromisoformat(DAY), late=True)
        return self.api.run_now(self.cell.dag, {"rows": self.rows.upload(folder(self.stack)), "on_bad_rows": "stop"})

    def _as_it_should_be(self, ended: Ended) -> bool:
        """Of a load that failed, any of its rows may be in the source: loading again completes them."""
        now, counts = published(self.stack), rows_read(self.stack)
        if self.cell.dag == DAILY:
            moved = [name for name in now if now[name] != self.before.get(name)]
            self.readers = f"the same rows{', under a new prefix' if moved else ''}"
            whole = now.keys() == self.before.keys() and counts == self.counts
            return whole and (bool(moved) if ended.state == "success" else True)
        self.readers = f"{self.rows.loaded()} rows in the source, the published days as before"
        return now == self.before and (ended.state == "failed" or self.rows.all_loaded())

    def _rerun(self) -> str | None:
        again = wait_for_end(self.api, self.cell.dag, self._start(), 400)
        self.outcome += f", rerun {again.state}"
        if again.state != "success":
            return f"the rerun ended {again.said()}"
        if not self._as_it_should_be(again):
            return f"after the rerun readers see {self.readers}"
        wait_for_no_cluster(self.stack, 45)
        return None

    def clean_up(self) -> None:
        """A broken cell must not break the next."""
        self.rows.remove()
        if left := [each["Id"] for each in live_clusters(self.stack)]:
            client(self.stack, "emr").terminate_job_flows(JobFlowIds=left)
            wait_for_no_cluster(self.stack)


def rows_read(stack: Stack) -> list:
    """The curated rows of the day, through Athena."""
    return report.query(stack, report.QUESTION.format(*[datetime.fromisoformat(DAY).replace(tzinfo=UTC)] * 3))
