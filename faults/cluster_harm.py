"""What the clusters' cells do to a run, and how their rules are asked for."""

import time

from faults.cluster_cell import ClusterCell, Scene
from faults.killing import kill_airflow, kill_on_cluster
from laptop.aws import client
from laptop.runs import live_clusters

DENIED, EXPIRED, THROTTLED = "AccessDeniedException", "ExpiredTokenException", "ThrottlingException"
FAILED = ("failed",)
ALWAYS = 0
# More than the SDK's own attempts at one call, so that the task fails and is tried again; fewer than those of two.
BEYOND_THE_SDK = 6


def read(about: str, fault: str, times: int, **more: object) -> dict:
    return {"service": "s3", "operation": "GetObject", "about": about, "fault": fault, "times": times} | more


def outcome_object(operation: str, fault: str, times: int, **more: object) -> dict:
    return read("_outcomes/chicago_crimes/", fault, times, **more) | {"operation": operation}


def kill(what: str, at: str):
    def harm(scene: Scene) -> str:
        scene.when(at, "deferred")
        return kill_on_cluster(scene.stack, what)

    return harm


def killed_and_marked_failed(what: str, at: str):
    def harm(scene: Scene) -> str:
        done = kill(what, at)(scene)
        return f"{done}, {marked_failed_while(at, 'deferred', 'running')(scene)}"

    return harm


def ended_from_outside(during: str):
    def harm(scene: Scene) -> str:
        scene.when(during, "deferred")
        [cluster] = [each["Id"] for each in live_clusters(scene.stack)]
        client(scene.stack, "emr").terminate_job_flows(JobFlowIds=[cluster])
        return f"ended {cluster}"

    return harm


def marked_failed_while(task: str, *states: str):
    """A person marks the run failed."""

    def harm(scene: Scene) -> str:
        scene.when(task, *states)
        time.sleep(1)
        scene.api.call("PATCH", f"dags/{scene.dag}/dagRuns/{scene.run}", json={"state": "failed"})
        return f"marked failed while {task} was {states[0]}"

    return harm


def marked_failed_after_the_call(scene: Scene) -> str:
    scene.when_fired()
    scene.api.call("PATCH", f"dags/{scene.dag}/dagRuns/{scene.run}", json={"state": "failed"})
    return "marked failed during the call"


def airflow_killed(*names: str, at: str | None = None, state: str = ""):
    """Kills Airflow's processes when a task is in a state, or else when the rule has fired."""

    def harm(scene: Scene) -> str:
        if at:
            scene.when(at, state)
        else:
            scene.when_fired()
        return kill_airflow(scene.stack, *names)

    return harm


def cell(stage: str, fault: str, *rules: dict, **more: object) -> ClusterCell:
    return ClusterCell(stage, fault, tuple(rules), **more)
