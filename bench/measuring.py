"""What a command costs: seconds, processor seconds of its process tree and of the database server, memory."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

LAP = "LAP"
SAMPLE_SECONDS = 0.1
# The most telling first: memory that ran out, a JVM's root cause, any error, anything said.
TELLING = [re.compile(text) for text in ("OutOfMemoryError", "Caused by: ", "Exception in thread", "Error|Cannot ", "")]

PATH = re.compile(r"(?<![:/\w])(/[\w.+-]+)+/")  # of this machine, which nobody else has


@dataclass(frozen=True)
class Cost:
    """Of a stretch of time: wall seconds, and processor seconds (user and system) of client and server."""

    wall: float
    client_cpu: float
    server_cpu: float

    @property
    def numbers(self) -> tuple[float, ...]:
        return tuple(round(number, 3) for number in (self.wall, self.client_cpu, self.server_cpu))

    def since(self, before: "Cost") -> "Cost":
        return Cost(self.wall - before.wall, self.client_cpu - before.client_cpu, self.server_cpu - before.server_cpu)


@dataclass(frozen=True)
class Measured:
    """The whole process, each lap it told of, the peak of its tree's resident memory, and why it failed if it did."""

    whole: Cost
    laps: list[Cost]
    peak_rss: int
    failure: str | None


class Tree:
    """A process and all it started, while they live."""

    def __init__(self, root: psutil.Process):
        self.root = root
        self.peak_rss = 0
        self._ended = threading.Event()

    def members(self) -> Iterator[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            yield from [self.root, *self.root.children(recursive=True)]

    def cpu(self) -> float:
        """Children that have ended are in their parent's times, so nothing is counted twice or lost."""
        seconds = 0.0
        for process in self.members():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                seconds += sum(process.cpu_times()[:4])
        return seconds

    def rss(self) -> int:
        size = 0
        for process in self.members():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                size += process.memory_info().rss
        return size

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Samples the memory until the end of the block."""
        sampler = threading.Thread(target=self._sample)
        sampler.start()
        try:
            yield
        finally:
            self._ended.set()
            sampler.join()

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self.peak_rss = max(self.peak_rss, self.rss())


def measure(
    command: list[str], environment: dict[str, str], server: psutil.Process, log: Path, limit_seconds: float
) -> Measured:
    """Runs the command to its end. A line LAP on its standard output ends a lap; all else goes to the log."""
    reaped_before, server_before, begin = reaped_cpu(), server_cpu(server), time.monotonic()
    laps: list[Cost] = []
    with log.open("w") as out:
        process = psutil.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
            start_new_session=True,
        )
        tree = Tree(process)
        stop = threading.Timer(limit_seconds, lambda: os.killpg(process.pid, signal.SIGKILL))
        stop.start()
        try:
            with tree.watched():
                so_far = Cost(0, 0, 0)
                for line in process.stdout:
                    if line.rstrip() == LAP:
                        now = Cost(time.monotonic() - begin, tree.cpu(), server_cpu(server) - server_before)
                        laps.append(now.since(so_far))
                        so_far = now
                    else:
                        out.write(line)
                process.wait()
        finally:
            stop.cancel()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    whole = Cost(time.monotonic() - begin, reaped_cpu() - reaped_before, server_cpu(server) - server_before)
    failure = None if process.returncode == 0 else reason(process.returncode, log, whole.wall >= limit_seconds)
    return Measured(whole, laps, tree.peak_rss, failure)


def reaped_cpu() -> float:
    """Of all processes this one started and waited for, and theirs: exact, where sampling would miss the end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def server_cpu(server: psutil.Process) -> float:
    return sum(server.cpu_times()[:2])


def reason(code: int, log: Path, late: bool) -> str:
    """The last line of the most telling kind in the log."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    kinds = ([line for line in lines if kind.search(line)] for kind in TELLING)
    said = PATH.sub("…/", next((kind[-1] for kind in kinds if kind), "it said nothing"))[:300]
    if late:
        return f"stopped, as it took too long: {said}"
    return f"killed by signal {-code}: {said}" if code < 0 else f"exit {code}: {said}"
