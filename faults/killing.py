"""Processes killed as a lost machine, or the kernel, kills them: at once, children included, with no last word."""

import time

import psutil

from laptop.processes import states
from laptop.servers import ON_REQUEST
from laptop.stack import Stack

SCHEDULER, TRIGGERER = ON_REQUEST, "airflow-triggerer"
# Of a cluster's processes, by what their command lines say.
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
EXECUTOR, DRIVER = "CoarseGrainedExecutorBackend", "org.apache.spark.deploy.SparkSubmit"


def kill_airflow(stack: Stack, *names: str) -> str:
    """supervisord starts them again, as any service manager would."""
    killed = [pid for name in names for pid in kill_family(psutil.Process(states(stack)[name]["pid"]))]
    return f"killed {' and '.join(names)}, {len(killed)} processes"


def kill_family(main: psutil.Process) -> list[int]:
    family = [main, *main.children(recursive=True)]
    for process in family:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    return [process.pid for process in family]


def kill_on_cluster(stack: Stack, what: str, seconds: float = 90) -> str:
    """Kills the processes of this stack's clusters that are `what`, once there are any."""
    deadline = time.monotonic() + seconds
    while not (found := on_cluster(stack, what)):
        assert time.monotonic() < deadline, f"no process {what} within {seconds:.0f} s"
        time.sleep(0.05)
    for process in found:
        process.kill()
    return f"killed {what.rsplit('.', 1)[-1]} {[process.pid for process in found]}"


def on_cluster(stack: Stack, what: str) -> list[psutil.Process]:
    """Clusters are children of the local AWS: those of other stacks on this machine are left alone."""
    found = []
    for process in psutil.Process(states(stack)["aws"]["pid"]).children(recursive=True):
        try:
            if any(what in word for word in process.cmdline()) and process.name() == "java":
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found
