"""What became of an invocation, in the words of AWS Lambda."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from localstack.services.lambda_.invocation.lambda_models import FunctionVersion


class Answer(NamedTuple):
    payload: bytes
    is_error: bool


def answer(place: Path, request_id: str, code: int | None, timeout: int) -> Answer:
    """The function's own answer or error, or why it left none."""
    if code is None:
        return sandbox_error(place, request_id, "Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds")
    result, error = place / "result", place / "error"
    if error.exists():
        return Answer(error.read_bytes(), is_error=True)
    if code == 0 and result.exists():
        return Answer(result.read_bytes(), is_error=False)
    how = "signal: killed" if code < 0 else f"exit status {code}"
    return sandbox_error(place, request_id, "Runtime.ExitError", f"Runtime exited with error: {how}")


def sandbox_error(place: Path, request_id: str, kind: str, reason: str) -> Answer:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with (place / "log").open("a") as log:
        log.write(f"{now} {request_id} {reason}\n")
    error = {"errorType": kind, "errorMessage": f"RequestId: {request_id} Error: {reason}"}
    return Answer(json.dumps(error).encode(), is_error=True)


def logs(place: Path, request_id: str, function: FunctionVersion, seconds: float) -> str:
    own = (place / "log").read_text(errors="replace")
    separator = "" if own.endswith("\n") or not own else "\n"
    milliseconds = seconds * 1000
    return (
        f"START RequestId: {request_id} Version: {function.id.qualifier}\n{own}{separator}"
        f"END RequestId: {request_id}\n"
        f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
        f"Billed Duration: {int(milliseconds) + 1} ms\tMemory Size: {function.config.memory_size} MB\t\n"
    )
