"""The processes of one EMR cluster or Lambda environment, which end with it, whatever way it or LocalStack ends.

Every process leads a process group of its own. A guard process learns the groups through a pipe which only LocalStack
holds open; when the pipe closes, because all was over or because LocalStack was killed, the guard kills the groups
and removes the folder.
"""

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

GUARD = r"""
trap '' HUP INT TERM
declare -A groups
while read -r change group; do
  if [[ $change == started ]]; then groups[$group]=1; else unset "groups[$group]"; fi
done
for group in "${!groups[@]}"; do kill -KILL -- "-$group" 2>/dev/null; done
for _ in 1 2 3 4 5; do rm -rf -- "$1" && break; sleep 0.2; done
"""


class Processes:
    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = threading.Lock()
        self._guard = subprocess.Popen(
            ["bash", "-c", GUARD, "lakehouse-guard", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def start(self, command: list[str], environment: dict[str, str], stdout: Path, stderr: Path) -> subprocess.Popen:
        with self._lock, stdout.open("ab") as out, stderr.open("ab") as err:
            if self._guard.stdin.closed:
                raise OSError("all processes of this folder have been ended")
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=environment["HOME"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            self._tell_guard("started", process.pid)
        return process

    def wait(self, process: subprocess.Popen) -> int:
        """The exit code. What a finished process left running in its group stays under guard."""
        code = process.wait()
        with self._lock:
            if not group_lives(process.pid):
                self._tell_guard("ended", process.pid)
        return code

    def stop(self, process: subprocess.Popen, grace: float) -> None:
        """Ask the whole group to stop and, after the grace, kill it; no grace kills at once."""
        if grace:
            send(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(grace)
        send(process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill whatever still runs and remove the folder."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._guard.stdin.close()
        self._guard.wait()

    def _tell_guard(self, change: str, group: int) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._guard.stdin.write(f"{change} {group}\n")
            self._guard.stdin.flush()


def send(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
