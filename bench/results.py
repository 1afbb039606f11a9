"""What was measured, as it is kept: every run, the medians, and the facts that make it comparable."""

import json
import os
import re
import statistics
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from laptop.environment import SPARK
from laptop.stack import PROJECT

from .contestants import PYTHON, Peer
from .database import Database
from .lake import Written
from .measuring import Measured

NUMBERS = ("wall", "client_cpu", "server_cpu", "peak_rss", "bytes")
BASELINE = "connectorx"


@dataclass(frozen=True)
class Run:
    """One run of one peer: seconds and bytes, or the reason why there are none."""

    peer: str
    rows: int
    wall: float | None = None
    client_cpu: float | None = None
    server_cpu: float | None = None
    peak_rss: int | None = None
    bytes: int | None = None
    failure: str | None = None

    @property
    def sentence(self) -> str:
        if self.failure:
            return self.failure
        return f"{self.wall:.1f} s, CPU {self.client_cpu:.1f} + {self.server_cpu:.1f}, {self.peak_rss / 2**20:.0f} MiB"


def judged(peer: Peer, count: int, measured: Measured, written: Written) -> Run:
    """A run counts only if it ended well and its files hold every row. A failed one still tells its memory."""
    failure = measured.failure
    if not failure and peer.writes and not written.bytes:
        failure = "it wrote no file"
    if not failure and written.rows not in (None, count * peer.reads):
        failure = f"its files hold {written.rows} rows, not {count * peer.reads}"
    if failure:
        return Run(peer.name, count, peak_rss=measured.peak_rss, failure=failure)
    cost = measured.laps[-1] if peer.warm else measured.whole
    return Run(peer.name, count, *cost.numbers, measured.peak_rss, written.bytes // peer.reads)


@dataclass(frozen=True)
class Results:
    """All runs of one invocation."""

    facts: dict
    runs: list[Run]

    def of(self, peer: str, count: int) -> list[Run]:
        return [run for run in self.runs if (run.peer, run.rows) == (peer, count)]

    def failure(self, peer: str, count: int) -> str | None:
        return next((run.failure for run in self.of(peer, count) if run.failure), None)

    def median(self, peer: str, count: int) -> Run | None:
        """Of each number by itself; None unless every run ended well."""
        runs = self.of(peer, count)
        if not runs or self.failure(peer, count):
            return None
        return Run(peer, count, *(statistics.median(getattr(run, number) for run in runs) for number in NUMBERS))

    @property
    def peers(self) -> list[str]:
        return list(dict.fromkeys(run.peer for run in self.runs))

    @property
    def counts(self) -> list[int]:
        return sorted({run.rows for run in self.runs})

    def save(self, folder: Path) -> None:
        medians = [self.summary(peer, count) for count in self.counts for peer in self.peers]
        text = json.dumps(self.facts | {"medians": medians, "runs": [asdict(run) for run in self.runs]}, indent=1)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ingest.json").write_text(text + "\n")

    def summary(self, peer: str, count: int) -> dict:
        median, baseline = self.median(peer, count), self.median(BASELINE, count)
        if median is None:
            return {"peer": peer, "rows": count, "failure": self.failure(peer, count)}
        ratios = {f"{BASELINE}_{number}": ratio(median, baseline, number) for number in NUMBERS} if baseline else {}
        return {key: value for key, value in asdict(median).items() if key != "failure"} | {"ratios": ratios}


def ratio(one: Run, other: Run, number: str) -> float | None:
    return round(getattr(one, number) / getattr(other, number), 3) if getattr(other, number) else None


def facts(database: Database, origins: dict[int, str], rounds: int) -> dict:
    """No name and no path of the machine."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
            "processor": processor(),
        },
        "database": database.version,
        "versions": versions(),
        "rounds": rounds,
        "rows_from": {str(count): origin for count, origin in origins.items()},
        "pages_read_from_disk": {},
    }


def processor() -> str:
    found = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else os.uname().machine


def versions() -> dict[str, str]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True)
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    spark = next((SPARK / "jars").glob("spark-core_*.jar")).stem.rpartition("-")[2]
    return {"daylake": commit.stdout.strip(), "java": java.split('"')[1], "spark": spark} | python_packages()


def python_packages() -> dict[str, str]:
    wanted = "connectorx", "dlt", "duckdb", "polars", "pyarrow"
    program = f"import json, importlib.metadata as m; print(json.dumps({{n: m.version(n) for n in {wanted}}}))"
    return json.loads(subprocess.run([str(PYTHON), "-c", program], capture_output=True, text=True, check=True).stdout)
