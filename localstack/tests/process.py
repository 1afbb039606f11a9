"""A LocalStack process with the lakehouse services, and what a test asks about processes."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

START_SECONDS = 60


class LocalAws:
    def __init__(self, folder: Path, settings: dict[str, str] | None = None):
        self.folder = folder
        self.log = folder / "log"
        self._settings = settings or {}
        self.process: subprocess.Popen | None = None
        self.endpoint = ""

    def __enter__(self) -> "LocalAws":
        command = [sys.executable, "-m", "localstack_lakehouse", "--port", "0", "--state", str(self.folder / "state")]
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONFAULTHANDLER": "1"} | self._settings,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, f"LocalStack ended with {self.process.returncode}:\n{self.tail()}"
            assert time.monotonic() < deadline, f"LocalStack was not ready within {START_SECONDS} s:\n{self.tail()}"
            time.sleep(0.1)
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # Python then writes where each of its threads stands.
            self.process.wait()
            raise AssertionError(f"LocalStack did not stop within 30 s of SIGTERM:\n{self.tail(400)}") from None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def client_settings(self) -> dict[str, str]:
        return {
            "endpoint_url": self.endpoint,
            "region_name": "us-east-1",
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
        }

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _is_ready(self) -> bool:
        address = self.folder / "state" / "endpoint"
        if not address.exists() or not address.read_text().endswith("\n"):
            return False
        self.endpoint = address.read_text().strip()
        try:
            return urllib.request.urlopen(f"{self.endpoint}/_localstack/health", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False


def processes_with(text: str) -> list[str]:
    """Command lines of processes that name the text, or run in a folder or an environment that does."""
    found = []
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
            places = " ".join([command, process.cwd(), *process.environ().values()])
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if text in places and process.pid != os.getpid():
            found.append(f"{process.pid}: {command[:200]}")
    return found


def eventually(condition, seconds: float, what) -> None:
    """Wait until the condition holds; else fail with what a person would ask next."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(0.1)
