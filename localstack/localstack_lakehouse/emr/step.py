"""A step: a command that runs on the cluster's master node, and what became of it."""

import re
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FINAL = {"COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED"}
ERROR_LINE = re.compile(r"(exception|error|cannot|failed|no such|not found)", re.IGNORECASE)


class StepCannotRun(Exception):
    """The message says why no process could be started for the step."""


@dataclass
class Step:
    id: str
    name: str
    action_on_failure: str
    command: dict  # HadoopJarStep as requested
    created: datetime
    state: str = "PENDING"
    started: datetime | None = None
    ended: datetime | None = None
    failure: dict | None = None
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def jar(self) -> str:
        return self.command.get("Jar", "")

    @property
    def arguments(self) -> list[str]:
        return self.command.get("Args") or []

    def begin(self) -> None:
        self.state, self.started = "RUNNING", now()

    def end(self, state: str, failure: dict | None = None) -> None:
        self.state, self.ended, self.failure = state, now(), failure

    def describe(self) -> dict:
        status = {"State": self.state, "StateChangeReason": {}, "Timeline": self.timeline()}
        if self.failure:
            status["FailureDetails"] = self.failure
        properties = {entry["Key"]: entry.get("Value", "") for entry in self.command.get("Properties") or []}
        config = {"Jar": self.jar, "Properties": properties, "Args": self.arguments}
        if main := self.command.get("MainClass"):
            config["MainClass"] = main
        return {
            "Id": self.id,
            "Name": self.name,
            "Config": config,
            "ActionOnFailure": self.action_on_failure,
            "Status": status,
        }

    def timeline(self) -> dict:
        times = {"CreationDateTime": self.created, "StartDateTime": self.started, "EndDateTime": self.ended}
        return {name: time for name, time in times.items() if time}


def now() -> datetime:
    return datetime.now(UTC)


def command_line(step: Step, fetch: Callable[[str], Path]) -> list[str]:
    """The command that the step's jar stands for. Only EMR's own two jars are known, and neither needs Hadoop."""
    name = step.jar.rsplit("/", 1)[-1]
    if name not in ("command-runner.jar", "script-runner.jar"):
        raise StepCannotRun(
            f"Cannot run {step.jar}: this EMR has no Hadoop and runs no jar by itself; "
            "use command-runner.jar with spark-submit"
        )
    if not step.arguments:
        raise StepCannotRun(f"Cannot run {name}: it needs the command in Args")
    if name == "command-runner.jar":
        return step.arguments
    script, *arguments = step.arguments
    return [str(fetch(script)), *arguments]


def failure_details(stderr: Path, code: int | None, log_file: str | None, message: str | None = None) -> dict:
    """As EMR's: best effort, the last line of the log that looks like an error."""
    if message is None:
        message = last_error(stderr.read_text(errors="replace")) or ended_with(code)
    details = {"Reason": "Unknown Error.", "Message": message}
    return details | ({"LogFile": log_file} if log_file else {})


def last_error(text: str) -> str | None:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    errors = [line for line in lines if ERROR_LINE.search(line)]
    return (errors or lines or [None])[-1]


def ended_with(code: int | None) -> str:
    return f"Command killed by signal {-code}" if code is not None and code < 0 else f"Command ended with {code}"


def controller_log(step: Step, command: list[str], outcome: str) -> str:
    return (
        f"{step.started:%Y-%m-%dT%H:%M:%S.%fZ} INFO start {step.id} {step.name!r}: {shlex.join(command)}\n"
        f"{now():%Y-%m-%dT%H:%M:%S.%fZ} INFO {outcome}\n"
    )
