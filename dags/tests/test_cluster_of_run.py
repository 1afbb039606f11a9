"""A run's clusters on a real EMR: one is used, whatever became of a request; none is left; no other's is touched."""

import copy

import boto3
import pytest

from conftest import VARIABLE
from daylake.cluster import ClusterReady, job_flow
from daylake.cluster_of_run import LIVE
from daylake.cluster_tasks import CreateCluster, EndClusters
from task_instance import TaskInstance

PIPELINE = "chicago_crimes"
# Without Spark, which the emr-spark releases always have: up in a moment.
PLAIN = VARIABLE | {"emr": VARIABLE["emr"] | {"release": "emr-7.13.0"}}
LOAD = f"{PIPELINE}_load"


@pytest.fixture(scope="module")
def emr(buckets, node_role):
    buckets.put_object(Bucket="daylake-artifacts", Key="bootstrap/install.sh", Body=b"#!/bin/bash\n")
    return boto3.client("emr")


@pytest.fixture(autouse=True)
def nothing_left(emr):
    yield
    left = [each["Id"] for page in pages(emr) for each in page["Clusters"]]
    for some in range(0, len(left), 10):
        emr.terminate_job_flows(JobFlowIds=left[some : some + 10])


def pages(emr):
    return emr.get_paginator("list_clusters").paginate(ClusterStates=LIVE)


def live(emr) -> set[str]:
    return {each["Id"] for page in pages(emr) for each in page["Clusters"]}


def request(run: str = "run-1", variable: dict = PLAIN, dag: str = PIPELINE) -> dict:
    day = "2026-11-20" if dag == PIPELINE else None
    return job_flow(variable, PIPELINE, dag, run, day) | {"Applications": []}


def made(emr, wanted: dict) -> str:
    """A cluster that its run does not know: the answer was lost."""
    return emr.run_job_flow(**wanted)["JobFlowId"]


def create(wanted: dict) -> str:
    task = CreateCluster(task_id="create_cluster", emr_conn_id=None, job_flow_overrides=copy.deepcopy(wanted))
    return task.execute({"ti": TaskInstance()})


def test_a_first_try_makes_a_cluster(emr):
    cluster = create(request())

    assert live(emr) == {cluster}


def test_a_retry_takes_the_cluster_whose_id_was_lost(emr):
    lost = made(emr, request())

    assert create(request()) == lost
    assert live(emr) == {lost}


def test_of_two_that_one_request_made_the_older_is_taken_and_the_other_ended(emr):
    first, second = made(emr, request()), made(emr, request())

    assert create(request()) == first
    ready(first)
    assert live(emr) == {first}, f"{second} is another cluster of the run"


def ready(cluster: str) -> None:
    boto3.client("emr").get_waiter("cluster_running").wait(ClusterId=cluster, WaiterConfig={"Delay": 1})
    name = request()["Name"]
    ClusterReady(task_id="cluster_ready", job_flow_id=cluster, cluster=name, poll_seconds=1).execute(
        {"ti": TaskInstance()}
    )


def test_a_cluster_that_was_used_is_not_taken_again_but_ended_once_there_is_another(emr):
    step = {"Jar": "command-runner.jar", "Args": ["sleep", "60"]}
    hung = made(emr, request())
    emr.add_job_flow_steps(JobFlowId=hung, Steps=[{"Name": "ingest", "HadoopJarStep": step}])

    again = create(request())

    assert again != hung
    ready(again)
    assert live(emr) == {again}


def test_a_cluster_of_an_older_release_is_not_taken(emr):
    older = made(emr, request())

    assert create(request(variable=PLAIN | {"emr": PLAIN["emr"] | {"core_nodes": 2}})) != older


def test_the_end_takes_every_cluster_of_the_run_and_none_of_another(emr):
    others = {
        made(emr, request("run-2")),
        made(emr, request("run-1", dag=LOAD)),
        made(emr, request() | {"Tags": []}),  # somebody's who likes our names
    }
    mine = [made(emr, request()), made(emr, request())]

    assert ended() == mine
    assert live(emr) == others
    assert ended() == [], "again is harmless"


def ended() -> list[str]:
    return EndClusters(task_id="terminate_cluster", cluster=request()["Name"]).execute({"ti": TaskInstance()})
