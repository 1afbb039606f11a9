"""The shape every pipeline's DAG has: a cluster for the run, ingest, curate, then what readers see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.providers.amazon.aws.operators.emr import (
    EmrAddStepsOperator,
    EmrCreateJobFlowOperator,
    EmrTerminateJobFlowOperator,
)
from airflow.sdk import DAG, CronDataIntervalTimetable, Param, chain

from daylake.cluster import ClusterReady, job_flow
from daylake.deadline import deadline_alert
from daylake.outcome import outcome_uri
from daylake.read_back import ReadBack
from daylake.served import day_is_served
from daylake.settings import settings
from daylake.step import CommandSensor, spark_step
from daylake.views import CreateView, view_statements

VARIABLE = "var.json.daylake"
POLL_SECONDS = f"{{{{ settings({VARIABLE}).emr.poll_seconds }}}}"
PUBLISHED = "{{ ti.xcom_pull(task_ids='curate') }}"
ATHENA: dict[str, Any] = {
    "database": "{{ ti.xcom_pull(task_ids='curate').database }}",
    "workgroup": f"{{{{ settings({VARIABLE}).workgroup }}}}",
    "output_location": f"{{{{ settings({VARIABLE}).athena_results }}}}",
    "sleep_time": 1,
}


def daily_table(
    pipeline: str, *, schedule: str, deadline: timedelta, retry_after: timedelta = timedelta(minutes=1)
) -> DAG:
    with DAG(
        dag_id=pipeline,
        # A data interval, so that `ds` is the day that has just ended and not the day the clock strikes.
        schedule=CronDataIntervalTimetable(schedule, timezone="UTC"),
        start_date=datetime(2001, 1, 1, tzinfo=UTC),
        catchup=False,
        max_active_runs=1,
        # No dagrun_timeout: it would skip the teardown and leave the cluster running.
        deadline=deadline_alert(deadline),
        params={"late": Param(False, type="boolean", description="Publish a day long past, expressly.")},
        default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
        render_template_as_native_obj=True,
        user_defined_macros={
            "settings": settings,
            "job_flow": job_flow,
            "spark_step": spark_step,
            "outcome_uri": outcome_uri,
        },
        tags=["daylake", "daily"],
        doc_md=str(Path(__file__).with_name("on_call.md")),
    ) as dag:
        create_cluster = EmrCreateJobFlowOperator(
            task_id="create_cluster",
            emr_conn_id=None,
            job_flow_overrides=f"{{{{ job_flow({VARIABLE}, dag.dag_id, ds | default(none), run_id) }}}}",
        )
        # Waiting is a task of its own: the id is known, and the teardown sure, before anything can go wrong.
        cluster_ready = ClusterReady(
            task_id="cluster_ready", job_flow_id=create_cluster.output, poll_seconds=POLL_SECONDS
        )
        add_ingest, ingest = command("ingest", create_cluster.output, retry_after)
        add_curate, curate = command("curate", create_cluster.output, retry_after)
        terminate_cluster = EmrTerminateJobFlowOperator(
            task_id="terminate_cluster", job_flow_id=create_cluster.output, retries=5
        ).as_teardown(setups=create_cluster)
        read_back = ReadBack(task_id="read_back", published=PUBLISHED, **ATHENA)
        statements = view_statements(pipeline, f"{{{{ {VARIABLE} }}}}")
        views = CreateView.partial(task_id="create_view", map_index_template="{{ task.view }}", **ATHENA)
        create_view = views.expand_kwargs(statements)
        served = day_is_served().as_teardown(on_failure_fail_dagrun=True)

        chain(create_cluster, cluster_ready, add_ingest, ingest, add_curate, curate)
        chain(curate, [terminate_cluster, read_back, statements])
        chain([terminate_cluster, read_back, create_view], served)
    return dag


def command(name: str, cluster: Any, retry_after: timedelta) -> tuple[EmrAddStepsOperator, CommandSensor]:
    """Adds a command's step to the cluster, and waits for it."""
    step = f"{{{{ spark_step({VARIABLE}, dag.dag_id, '{name}', ds, run_id, params.late) }}}}"
    add = EmrAddStepsOperator(task_id=f"add_{name}", job_flow_id=cluster, steps=[step])
    wait = CommandSensor(
        task_id=name,
        command=name,
        step=step,
        outcome=f"{{{{ outcome_uri({VARIABLE}, dag.dag_id, run_id, '{name}') }}}}",
        job_flow_id=cluster,
        step_id=f"{{{{ ti.xcom_pull(task_ids='add_{name}')[0] }}}}",
        poll_seconds=POLL_SECONDS,
        retry_delay=retry_after,
        retry_exponential_backoff=2,
    )
    return add, wait
