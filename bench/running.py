"""One run of one peer, from nothing to a number."""

import shutil
from pathlib import Path

from laptop.stack import Stack

from . import lake
from .contestants import Absent, Peer, Task
from .measuring import measure
from .results import Run, judged

LIMIT_SECONDS = 1800


def run_once(peer: Peer, task: Task, stack: Stack | None, logs: Path) -> Run:
    """Nothing of an earlier run is there when it starts; what it wrote is counted. `stack` is for peers in the lake."""
    shutil.rmtree(task.out, ignore_errors=True)
    task.out.mkdir()
    if peer.in_lake:
        lake.empty(stack)
    try:
        command = peer.command(task)
    except Absent as absent:
        return Run(peer.name, task.count, failure=f"skipped: {absent}")
    logs.mkdir(exist_ok=True)
    log = logs / f"{peer.name}-{task.count}.log"
    measured = measure(command, peer.environment(task), task.database.process, log, LIMIT_SECONDS)
    files = lake.written(stack) if peer.in_lake else lake.written_in(task.out)
    return judged(peer, task.count, measured, files)
