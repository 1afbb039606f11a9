"""A Spark standalone cluster for one EMR cluster: a master and its workers, each a process of its own, on loopback."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from localstack_lakehouse.processes import Processes

LOOPBACK = "127.0.0.1"
START_SECONDS = 60
DAEMON_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Dspark.master.rest.enabled=false"
MASTER_ADDRESS = re.compile(r"Starting Spark master at (spark://\S+)")
WORKER_REGISTERED = re.compile(r"Successfully registered with master (\S+)")


class SparkDidNotStart(Exception):
    """The message says which daemon did not start and what it last wrote."""


@dataclass(frozen=True)
class WorkerSize:
    cores: int
    memory: str

    @staticmethod
    def of_this_machine() -> "WorkerSize":
        cores = int(os.environ.get("EMR_WORKER_CORES", max(2, os.cpu_count() or 2)))
        return WorkerSize(cores, os.environ.get("EMR_WORKER_MEMORY", "2g"))


def worker_count(nodes: int) -> int:
    """As many workers as the cluster has core and task nodes, and no more than the machine has processors."""
    return min(max(1, nodes), int(os.environ.get("EMR_MAX_WORKERS", os.cpu_count() or 1)))


def spark_home() -> Path:
    home = os.environ.get("SPARK_HOME")
    if not home or not Path(home, "bin", "spark-class").exists():
        raise SparkDidNotStart(
            f"Cannot start Spark from SPARK_HOME={home!r}: it has no bin/spark-class; "
            "start LocalStack with SPARK_HOME set to a Spark distribution"
        )
    return Path(home)


class SparkCluster:
    def __init__(self, processes: Processes, environment: dict[str, str], size: WorkerSize, java_options: str):
        self._processes = processes
        self._size = size
        self._environment = environment | {
            "SPARK_DAEMON_MEMORY": "512m",
            "SPARK_DAEMON_JAVA_OPTS": f"{DAEMON_OPTIONS} {java_options}",
            # Executors get the driver's settings, and the worker's class path: it must hold no folder with files.
            "SPARK_CONF_DIR": str(processes.folder / "no-configuration"),
        }
        self.logs = processes.folder / "spark-logs"
        self.work = processes.folder / "work"

    def start(self, workers: int) -> str:
        """The master's address, once every worker has registered with it."""
        self.logs.mkdir()
        address = self._start_master()
        waiting = [self._start_worker(number, address) for number in range(1, workers + 1)]
        for registered in waiting:
            registered()
        return address

    def _start_master(self) -> str:
        arguments = ["--host", LOOPBACK, "--port", "0", "--webui-port", "0"]
        return self._daemon("master", "org.apache.spark.deploy.master.Master", arguments, MASTER_ADDRESS)()

    def _start_worker(self, number: int, master: str) -> Callable[[], str]:
        size = ["--cores", str(self._size.cores), "--memory", self._size.memory, "--work-dir", str(self.work)]
        arguments = ["--host", LOOPBACK, "--port", "0", "--webui-port", "0", *size, master]
        return self._daemon(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", arguments, WORKER_REGISTERED)

    def _daemon(self, name: str, main: str, arguments: list[str], sign: re.Pattern) -> Callable[[], str]:
        """Start it, and give a function that waits for the line by which its log says that it is up."""
        log = self.logs / f"{name}.log"
        command = [self._environment["SPARK_HOME"] + "/bin/spark-class", main, *arguments]
        process = self._processes.start(command, self._environment, log, log)
        return lambda: wait_for_line(sign, log, process)


def wait_for_line(sign: re.Pattern, log: Path, process: subprocess.Popen) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        ended = process.poll()
        text = log.read_text(errors="replace")
        if found := sign.search(text):
            return found[1]
        if ended is not None:
            raise SparkDidNotStart(f"Cannot start Spark's {log.stem}: it ended with {ended}: {text[-2000:]}")
        time.sleep(0.05)
    raise SparkDidNotStart(f"Cannot start Spark's {log.stem} within {START_SECONDS} s: {text[-2000:]}")
