"""Airflow killed at every boundary between two tasks of a daily run, and in the middle of each task."""

from faults.cluster_cell import DAILY, ClusterCell, Scene
from faults.killing import SCHEDULER, TRIGGERER, kill_airflow

TASKS = [
    *("where", "create_cluster", "cluster_ready", "add_ingest", "ingest", "add_curate", "curate"),
    *("read_back", "create_view", "terminate_cluster", "day_is_served"),
]
WAITS = ("cluster_ready", "ingest", "curate")
UNDER_WAY = ("queued", "running", "deferred")


def killed(task: str, *states: str):
    """Tasks may be over in less time than it takes to ask: then the kill comes right after."""
    who = (SCHEDULER, TRIGGERER) if task in WAITS else (SCHEDULER,)

    def harm(scene: Scene) -> str:
        scene.when(task, *states, "success")
        return kill_airflow(scene.stack, *who)

    return harm


def cell(task: str, when: str, *states: str) -> ClusterCell:
    # The run is carried on where it can be; where not, it fails, and its cluster ends all the same.
    return ClusterCell(
        "airflow", f"killed {when} {task}", harm=killed(task, *states), ends=("success", "failed"), dag=DAILY
    )


KILLS = [
    *(cell(task, "in the middle of", *UNDER_WAY) for task in TASKS),
    *(cell(task, "after", "success") for task in TASKS[:-1]),
]
