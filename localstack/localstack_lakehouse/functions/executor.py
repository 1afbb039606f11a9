"""LocalStack's contract for whatever runs a Lambda function, kept by a process for each invocation."""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from botocore.exceptions import ClientError
from localstack import config
from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult, S3Code
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from localstack_lakehouse.functions import report, runtime
from localstack_lakehouse.functions.packages import runtime_packages
from localstack_lakehouse.processes import Processes

DEFAULTS = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class LocalExecutor(RuntimeExecutor):
    """An environment: a folder and its guard. It lives as long as LocalStack keeps it for further invocations."""

    def __init__(self, id: str, function_version: FunctionVersion):
        super().__init__(id, function_version)
        self._processes: Processes | None = None
        self._environment: dict[str, str] = {}

    def start(self, env_vars: dict[str, str]) -> None:
        place = Path(config.dirs.tmp).absolute() / "lambda"
        place.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{self.id}-", dir=place))
        self._processes = Processes(folder)
        set_by_lambda = {name: str(value) for name, value in env_vars.items()}
        self._environment = (
            DEFAULTS
            | set_by_lambda
            | {
                "HOME": str(folder),
                "TMPDIR": str(folder),
                "LAMBDA_TASK_ROOT": str(self.function_version.config.code.get_unzipped_code_location()),
                "LAMBDA_RUNTIME_DIR": str(runtime_packages()),
                "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.function_version.config.runtime}",
            }
        )

        self._open_log_stream()

    def _open_log_stream(self) -> None:
        """With the role's permissions; LocalStack itself would fail where the group is there and may not be made."""
        own = self._environment
        logs = connect_to(aws_access_key_id=own["AWS_ACCESS_KEY_ID"], region_name=own["AWS_REGION"]).logs
        group, stream = own["AWS_LAMBDA_LOG_GROUP_NAME"], own["AWS_LAMBDA_LOG_STREAM_NAME"]
        with contextlib.suppress(ClientError):
            logs.create_log_group(logGroupName=group)
        with contextlib.suppress(ClientError):
            logs.create_log_stream(logGroupName=group, logStreamName=stream)

    def stop(self) -> None:
        if self._processes:
            self._processes.end()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        place = self._processes.folder / request_id
        place.mkdir()
        (place / "event").write_text(json.dumps(payload))
        began = time.monotonic()
        code = self._run(place)
        duration = time.monotonic() - began
        answer = report.answer(place, request_id, code, self.function_version.config.timeout)
        logs = report.logs(place, request_id, self.function_version, duration)
        return InvocationResult(request_id, answer.payload, is_error=answer.is_error, logs=logs)

    def _run(self, place: Path) -> int | None:
        """The exit code, or None where the function's time was over. Nothing it started goes on."""
        # Without site-packages: only the function's own and those that AWS provides can be imported.
        command = [sys.executable, "-S", "-P", "-u", str(Path(runtime.__file__)), str(place)]
        log = place / "log"
        process = self._processes.start(command, self._environment, log, log)
        try:
            return process.wait(self.function_version.config.timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self._processes.stop(process, grace=0)
            self._processes.wait(process)

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        """Where a container would report to; our processes answer by a file."""
        return ""

    def get_logs(self) -> str:
        return ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        asked = function_version.config
        if not (asked.runtime or "").startswith("python"):
            raise ValueError(
                f"Cannot run {asked.runtime or 'an image'}: only Python functions run as processes here; "
                "choose a python runtime, or LAMBDA_RUNTIME_EXECUTOR=docker"
            )
        asked.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """LocalStack itself removes the unpacked code."""


def place_of_code(code: S3Code) -> Path:
    return Path(config.dirs.tmp).absolute() / "lambda-code" / code.id / "code"
