"""A cell of the clusters' part of the matrix: what goes wrong in a run, and how the run has to end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.release import Release
from faults.rules import Rule
from laptop.airflow_api import AirflowApi
from laptop.aws import client
from laptop.names import NAMES
from laptop.stack import Stack

LOAD, DAILY = "chicago_crimes_load", "chicago_crimes"
DAY = "2016-01-04"


@dataclass(frozen=True)
class Scene:
    """A run under way; a cell's harm is done to it."""

    stack: Stack
    api: AirflowApi
    dag: str
    run: str
    rules: list[Rule]

    def when(self, task: str, *states: str, seconds: float = 150) -> None:
        """Waits until the task is in one of these states."""
        self._wait(lambda: self._state(task) in states, f"{task} is not {states}", seconds)

    def when_fired(self, seconds: float = 150) -> None:
        """Waits until the first rule has fired."""
        self._wait(lambda: self.rules[0].fired() > 0, f"rule {self.rules[0].id} has not fired", seconds)

    def _state(self, task: str) -> str | None:
        return next((each["state"] for each in self.api.tasks(self.dag, self.run) if each["task_id"] == task), None)

    def _wait(self, true: Callable[[], bool], complaint: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"{complaint} within {seconds:.0f} s"
            time.sleep(0.1)


@dataclass(frozen=True)
class ClusterCell:
    """`harm` is done beside the run and says what it did; `script` takes the place of the bootstrap's.

    The run may end as `ends` lists, and `says` stands in a failed task's log. Where `reaped`, Airflow cannot end the
    cluster and the watch has to.
    """

    stage: str
    fault: str
    rules: tuple[dict, ...] = ()
    harm: Callable[[Scene], str] | None = None
    script: bytes | None = None
    ends: tuple[str, ...] = ("success",)
    says: str = ""
    dag: str = LOAD
    reaped: bool = False

    @property
    def name(self) -> str:
        return f"{self.stage} / {self.fault}"


def emr(operation: str, fault: str, times: int = 1, **more: object) -> dict:
    """A rule about an operation of EMR; `times` 0 is always."""
    return {"service": "emr", "operation": operation, "fault": fault, "times": times} | more


def refused(operation: str, code: str, times: int) -> dict:
    """An answer that no SDK asks for again."""
    return emr(operation, "error-before", times, status=400, code=code)


@contextmanager
def script_in_place(stack: Stack, script: bytes | None) -> Iterator[list[str]]:
    """What the nodes of a cluster run at their start, replaced as long as this lasts; says so."""
    if script is None:
        yield []
        return
    s3 = client(stack, "s3")
    key = f"releases/{Release.of_this_checkout().name}/bootstrap/install.sh"
    own = s3.get_object(Bucket=NAMES.artifacts_bucket, Key=key)["Body"].read()
    s3.put_object(Bucket=NAMES.artifacts_bucket, Key=key, Body=script)
    try:
        yield ["another bootstrap script"]
    finally:
        s3.put_object(Bucket=NAMES.artifacts_bucket, Key=key, Body=own)


def folder(stack: Stack) -> Path:
    made = stack.state / "faults"
    made.mkdir(exist_ok=True)
    return made
