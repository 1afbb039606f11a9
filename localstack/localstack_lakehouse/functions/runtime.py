"""Runs inside a Lambda function's process: finds the handler, calls it and leaves its answer or error in files.

It is executed as a script in an environment without this package, so it imports the standard library only.
"""

import importlib
import json
import logging
import os
import sys
import time
import traceback
from pathlib import Path

BEGAN = time.monotonic()


class Context:
    """What AWS passes as the second argument."""

    identity = None
    client_context = None

    def __init__(self, invocation: dict):
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.aws_request_id = invocation["invoke-id"]
        self.invoked_function_arn = invocation["invoked-function-arn"]
        self._ends = BEGAN + float(os.environ["AWS_LAMBDA_FUNCTION_TIMEOUT"])

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends - time.monotonic()) * 1000))


class Refused(Exception):
    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


def main(place: Path) -> None:
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    sys.path[:0] = [os.environ["LAMBDA_TASK_ROOT"], os.environ["LAMBDA_RUNTIME_DIR"]]
    invocation = json.loads((place / "event").read_text())
    log_as_lambda_does(invocation["invoke-id"])
    try:
        result = call(invocation)
    except Exception as error:
        told = describe(error, invocation["invoke-id"])
        print(f"[ERROR] {told['errorType']}: {told['errorMessage']}\n{''.join(traceback.format_exception(error))}")
        (place / "error").write_text(json.dumps(told))
    else:
        (place / "result").write_text(result)


def call(invocation: dict) -> str:
    handler = find(os.environ["_HANDLER"])
    answer = handler(json.loads(invocation["payload"]), Context(invocation))
    try:
        return json.dumps(answer)
    except (TypeError, ValueError) as error:
        raise Refused("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def find(name: str):
    module_name, _, function = name.rpartition(".")
    if not module_name:
        raise Refused("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Refused("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    if not hasattr(module, function):
        raise Refused("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module_name}'")
    return getattr(module, function)


def describe(error: Exception, request_id: str) -> dict:
    if isinstance(error, Refused):
        return {"errorMessage": str(error), "errorType": error.kind, "requestId": request_id, "stackTrace": []}
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    stack = traceback.format_list(own)
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": stack,
    }


def log_as_lambda_does(request_id: str) -> None:
    layout = f"[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t{request_id}\t%(message)s"
    formatter = logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
