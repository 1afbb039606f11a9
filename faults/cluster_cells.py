"""The cells: creating a cluster, bootstrap, step, sensor and end, with what may go wrong in each."""

import time

from faults.cluster_cell import DAILY, ClusterCell, Scene, emr, refused
from faults.killing import DRIVER, EXECUTOR, MASTER, SCHEDULER, TRIGGERER, WORKER, kill_airflow, kill_on_cluster
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


CREATE = [
    cell("create", "error before, once", emr("RunJobFlow", "error-before")),
    cell(
        "create", "error before, always", emr("RunJobFlow", "error-before", ALWAYS), ends=FAILED, says="InternalError"
    ),
    cell("create", "error after doing it, seen by the SDK", emr("RunJobFlow", "error-after")),
    cell(
        "create",
        "error after doing it, seen by the task",
        emr("RunJobFlow", "error-after", status=400, code="ValidationException"),
    ),
    cell("create", "duplicate", emr("RunJobFlow", "duplicate")),
    cell("create", "throttled", emr("RunJobFlow", "error-before", 2, status=400, code=THROTTLED)),
    cell("create", "throttled, always", refused("RunJobFlow", THROTTLED, ALWAYS), ends=FAILED, says=THROTTLED),
    cell("create", "access denied", refused("RunJobFlow", DENIED, ALWAYS), ends=FAILED, says=DENIED),
    cell("create", "expired token", refused("RunJobFlow", EXPIRED, 1)),
    cell("create", "delay", emr("RunJobFlow", "delay", seconds=15)),
    cell("create", "connection cut before", emr("RunJobFlow", "cut")),
    cell("create", "connection cut after doing it", emr("RunJobFlow", "cut-after")),
    cell("create", "answer truncated", emr("RunJobFlow", "truncate")),
    cell("create", "its clusters cannot be listed", refused("ListClusters", DENIED, ALWAYS), ends=FAILED, says=DENIED),
    cell("create", "listing throttled", emr("ListClusters", "error-before", 2, status=400, code=THROTTLED)),
    cell("create", "error when the new cluster is described", refused("DescribeCluster", DENIED, 1)),
    cell(
        "create",
        "marked failed after EMR has made it",
        emr("DescribeCluster", "delay", seconds=6),
        harm=marked_failed_after_the_call,
        ends=FAILED,
    ),
    cell(
        "create",
        "scheduler and worker killed after EMR has made it",
        emr("DescribeCluster", "delay", seconds=6),
        harm=airflow_killed(SCHEDULER),
    ),
    cell(
        "create",
        "scheduler and worker killed, the request arrives later",
        emr("RunJobFlow", "delay", seconds=6),
        harm=airflow_killed(SCHEDULER),
    ),
]

READY = [
    cell("ready", "describe throttled", emr("DescribeCluster", "error-before", 3, skip=1, status=400, code=THROTTLED)),
    cell("ready", "describe denied, once", refused("DescribeCluster", DENIED, 1) | {"skip": 2}),
    cell("ready", "connection cut", emr("DescribeCluster", "cut", BEYOND_THE_SDK, skip=1)),
    cell(
        "ready",
        "marked failed while it starts",
        harm=marked_failed_while("cluster_ready", "deferred", "running"),
        ends=FAILED,
    ),
    cell(
        "ready",
        "scheduler and triggerer killed",
        harm=airflow_killed(SCHEDULER, TRIGGERER, at="cluster_ready", state="deferred"),
    ),
]

FAILS = b"#!/bin/bash\necho 'Cannot prepare this node: it is a test; do nothing' >&2\nexit 1\n"
HANGS = b"#!/bin/bash\nsleep 600\n"
BOOTSTRAP = [
    cell("bootstrap", "script fails", script=FAILS, ends=FAILED, says="Cannot prepare this node"),
    cell(
        "bootstrap",
        "script cannot be read",
        read("bootstrap/install.sh", "error-before", ALWAYS, status=403, code="AccessDenied"),
        ends=FAILED,
        says="BOOTSTRAP_FAILURE",
    ),
    cell(
        "bootstrap",
        "jar cannot be read",
        read("daylake.jar.sha256", "error-before", ALWAYS, status=403, code="AccessDenied"),
        ends=FAILED,
        says="daylake.jar.sha256 cannot be read",
    ),
    cell(
        "bootstrap",
        "script hangs, marked failed",
        script=HANGS,
        harm=marked_failed_while("cluster_ready", "deferred"),
        ends=FAILED,
    ),
    cell(
        "bootstrap",
        "script hangs, cluster ended from outside",
        script=HANGS,
        harm=ended_from_outside("cluster_ready"),
        ends=FAILED,
        says="USER_REQUEST",
    ),
]

STEP = [
    cell("add step", "error before, once", emr("AddJobFlowSteps", "error-before")),
    cell(
        "add step",
        "error after doing it, seen by the task",
        emr("AddJobFlowSteps", "error-after", status=400, code="ValidationException"),
    ),
    cell("add step", "error after doing it, seen by the SDK", emr("AddJobFlowSteps", "error-after")),
    cell("add step", "duplicate", emr("AddJobFlowSteps", "duplicate")),
    cell("add step", "access denied", refused("AddJobFlowSteps", DENIED, ALWAYS), ends=FAILED, says=DENIED),
    cell("add step", "expired token", refused("AddJobFlowSteps", EXPIRED, 1)),
    cell("add step", "connection cut after doing it", emr("AddJobFlowSteps", "cut-after")),
    cell(
        "add step",
        "scheduler and worker killed, the request arrives later",
        emr("AddJobFlowSteps", "delay", seconds=6),
        harm=airflow_killed(SCHEDULER),
    ),
    cell("step", "launcher killed", harm=kill(DRIVER, "load"), ends=FAILED, says="it left no outcome"),
    cell("step", "cluster ended from outside", harm=ended_from_outside("load"), ends=FAILED, says="USER_REQUEST"),
    cell("step", "driver killed", harm=kill(DRIVER, "ingest"), dag=DAILY, ends=FAILED, says="it left no outcome"),
    cell("step", "executor killed", harm=kill(EXECUTOR, "ingest"), dag=DAILY, ends=("success", "failed")),
    cell("step", "worker killed", harm=kill(WORKER, "ingest"), dag=DAILY, ends=("success", "failed")),
    cell("step", "master killed", harm=kill(MASTER, "ingest"), dag=DAILY, ends=("success", "failed")),
]

SENSOR = [
    cell("sensor", "describe step throttled", emr("DescribeStep", "error-before", 3, status=400, code=THROTTLED)),
    cell("sensor", "describe step denied, once", refused("DescribeStep", DENIED, 1)),
    cell("sensor", "expired token", refused("ListSteps", EXPIRED, 1) | {"skip": 2}),
    cell("sensor", "connection cut", emr("DescribeStep", "cut", BEYOND_THE_SDK)),
    cell("sensor", "delay", emr("DescribeStep", "delay", 1, seconds=15)),
    cell(
        "sensor",
        "outcome not to be read, once",
        outcome_object("GetObject", "error-before", 1, status=403, code=DENIED),
    ),
    cell("sensor", "outcome truncated", outcome_object("GetObject", "truncate", 1)),
    cell(
        "sensor",
        "outcome cannot be left",
        outcome_object("PutObject", "error-before", 1, status=403, code=DENIED),
        ends=FAILED,
        says="it left no outcome",
    ),
    cell(
        "sensor",
        "scheduler and triggerer killed",
        harm=airflow_killed(SCHEDULER, TRIGGERER, at="load", state="deferred"),
    ),
]

TERMINATE = [
    cell("terminate", "error before, once", emr("TerminateJobFlows", "error-before")),
    cell(
        "terminate",
        "error before, always",
        emr("TerminateJobFlows", "error-before", ALWAYS),
        ends=FAILED,
        reaped=True,
        says="terminate_cluster failed",
    ),
    cell("terminate", "error after doing it", emr("TerminateJobFlows", "error-after", status=400, code="Invalid")),
    cell("terminate", "duplicate", emr("TerminateJobFlows", "duplicate")),
    cell(
        "terminate",
        "access denied",
        refused("TerminateJobFlows", DENIED, ALWAYS),
        ends=FAILED,
        reaped=True,
        says=DENIED,
    ),
    cell("terminate", "expired token", refused("TerminateJobFlows", EXPIRED, 1)),
    cell("terminate", "connection cut", emr("TerminateJobFlows", "cut")),
    cell("terminate", "delay", emr("TerminateJobFlows", "delay", seconds=15)),
    cell(
        "terminate",
        "scheduler and worker killed before it is done",
        emr("ListClusters", "delay", skip=2, seconds=6),
        harm=airflow_killed(SCHEDULER),
    ),
]

CELLS = [*CREATE, *BOOTSTRAP, *READY, *STEP, *SENSOR, *TERMINATE]
