"""The cells of a step, of its sensor, and of a cluster's end."""

from faults.cluster_cell import DAILY, emr, refused
from faults.cluster_harm import (
    ALWAYS,
    BEYOND_THE_SDK,
    DENIED,
    EXPIRED,
    FAILED,
    THROTTLED,
    airflow_killed,
    cell,
    ended_from_outside,
    kill,
    killed_and_marked_failed,
    outcome_object,
)
from faults.killing import DRIVER, EXECUTOR, MASTER, SCHEDULER, TRIGGERER, WORKER

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
    # The local EMR starts no worker in its place, and Spark waits for one as long as it is let.
    cell(
        "step",
        "worker killed and not replaced, marked failed",
        harm=killed_and_marked_failed(WORKER, "ingest"),
        dag=DAILY,
        ends=FAILED,
    ),
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

STEPS = [*STEP, *SENSOR, *TERMINATE]
