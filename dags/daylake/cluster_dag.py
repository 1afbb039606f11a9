"""What all our DAGs share: the settings pinned for a run, a cluster of its own, and commands on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, chain
from airflow.timetables.base import Timetable

from daylake.cluster import ClusterReady, day_covered, job_flow
from daylake.cluster_of_run import cluster_name
from daylake.cluster_tasks import CreateCluster, EndClusters
from daylake.outcome import outcome_uri
from daylake.settings import settings
from daylake.step import AddStep, CommandSensor, day_step, load_step
from daylake.where import where

# In templates: the settings as the run's first task found them, whatever has been deployed since.
PINNED = "ti.xcom_pull(task_ids='where')"
CLUSTER_NAME = "{{ cluster_name(dag.dag_id, run_id) }}"
POLL_SECONDS = f"{{{{ settings({PINNED}).emr.poll_seconds }}}}"
RETRY_AFTER = timedelta(minutes=1)


class Cluster(NamedTuple):
    """The tasks around a run's commands: `ready` comes before the first, `terminate` after the last."""

    id: Any
    ready: ClusterReady
    terminate: EndClusters


def cluster_dag(dag_id: str, *, schedule: Timetable | None, page: str, **more: Any) -> DAG:
    """`page` is the file in this folder that tells the person on call what to do."""
    return DAG(
        dag_id=dag_id,
        schedule=schedule,
        catchup=False,
        max_active_runs=1,
        # No dagrun_timeout: it would skip the teardown and leave the cluster running.
        default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
        render_template_as_native_obj=True,
        user_defined_macros={
            "settings": settings,
            "cluster_name": cluster_name,
            "job_flow": job_flow,
            "day_covered": day_covered,
            "day_step": day_step,
            "load_step": load_step,
            "outcome_uri": outcome_uri,
        },
        doc_md=str(Path(__file__).with_name(page)),
        **more,
    )


def cluster_of_its_own(request: str) -> Cluster:
    """`request` is the call, in a template, that makes the RunJobFlow request."""
    # A setup that cannot fail: Airflow runs a teardown only after one, and create_cluster may fail or be ended by a
    # person although EMR has made the cluster.
    cluster_is_due = EmptyOperator(task_id="cluster_is_due").as_setup()
    create_cluster = CreateCluster(
        task_id="create_cluster", emr_conn_id=None, job_flow_overrides=f"{{{{ {request} }}}}"
    ).as_setup()
    # Waiting is a task of its own: the id is known, and the teardown sure, before anything can go wrong.
    cluster_ready = ClusterReady(
        task_id="cluster_ready", job_flow_id=create_cluster.output, cluster=CLUSTER_NAME, poll_seconds=POLL_SECONDS
    )
    terminate_cluster = EndClusters(task_id="terminate_cluster", cluster=CLUSTER_NAME, retries=5).as_teardown(
        setups=[cluster_is_due, create_cluster]
    )
    chain(where(), cluster_is_due, create_cluster, cluster_ready)
    return Cluster(create_cluster.output, cluster_ready, terminate_cluster)


def command(
    name: str, pipeline: str, step: str, cluster: Cluster, retry_after: timedelta = RETRY_AFTER
) -> tuple[AddStep, CommandSensor]:
    """Adds a command's step to the cluster, and waits for it; `step` is the call, in a template, that makes it."""
    add = AddStep(task_id=f"add_{name}", job_flow_id=cluster.id, steps=[f"{{{{ {step} }}}}"])
    wait = CommandSensor(
        task_id=name,
        command=name,
        step=f"{{{{ {step} }}}}",
        outcome=f"{{{{ outcome_uri({PINNED}, '{pipeline}', run_id, '{name}') }}}}",
        job_flow_id=cluster.id,
        step_id=f"{{{{ ti.xcom_pull(task_ids='add_{name}')[0] }}}}",
        poll_seconds=POLL_SECONDS,
        retry_delay=retry_after,
        retry_exponential_backoff=2,
    )
    return add, wait
