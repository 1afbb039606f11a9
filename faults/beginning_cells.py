"""The cells of a cluster's beginning: creating it, its bootstrap, and the wait until it is ready."""

from faults.cluster_cell import emr, refused
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
    marked_failed_after_the_call,
    marked_failed_while,
    read,
)
from faults.killing import SCHEDULER, TRIGGERER

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

BEGINNING = [*CREATE, *BOOTSTRAP, *READY]
