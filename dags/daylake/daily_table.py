"""The shape every pipeline's daily DAG has: a cluster for the run, ingest, curate, then what readers see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import DAG, CronDataIntervalTimetable, Param, chain

from daylake.cluster_dag import PINNED, RETRY_AFTER, cluster_dag, cluster_of_its_own, command
from daylake.dashboard import RefreshDashboard
from daylake.deadline import deadline_alert
from daylake.last_word import last_word
from daylake.read_back import ReadBack
from daylake.views import CreateView, view_statements

PUBLISHED = "{{ ti.xcom_pull(task_ids='curate') }}"
ATHENA: dict[str, Any] = {
    "database": "{{ ti.xcom_pull(task_ids='curate').database }}",
    "workgroup": f"{{{{ settings({PINNED}).workgroup }}}}",
    "output_location": f"{{{{ settings({PINNED}).athena_results }}}}",
    "sleep_time": 1,
}


def daily_table(pipeline: str, *, schedule: str, deadline: timedelta, retry_after: timedelta = RETRY_AFTER) -> DAG:
    with cluster_dag(
        pipeline,
        page="on_call.md",
        # A data interval, so that `ds` is the day that has just ended and not the day the clock strikes.
        schedule=CronDataIntervalTimetable(schedule, timezone="UTC"),
        start_date=datetime(2001, 1, 1, tzinfo=UTC),
        deadline=deadline_alert(deadline),
        params={"late": Param(False, type="boolean", description="Publish a day long past, expressly.")},
        tags=["daylake", "daily"],
    ) as dag:
        day = f"day_covered('{pipeline}', ds | default(none))"
        cluster = cluster_of_its_own(f"job_flow({PINNED}, '{pipeline}', dag.dag_id, run_id, {day})")
        step = f"day_step({PINNED}, '{pipeline}', '{{}}', ds, run_id, params.late)"
        add_ingest, ingest = command("ingest", pipeline, step.format("ingest"), cluster, retry_after)
        add_curate, curate = command("curate", pipeline, step.format("curate"), cluster, retry_after)
        read_back = ReadBack(task_id="read_back", published=PUBLISHED, **ATHENA)
        statements = view_statements(pipeline, f"{{{{ {PINNED} }}}}")
        views = CreateView.partial(task_id="create_view", map_index_template="{{ task.view }}", **ATHENA)
        create_view = views.expand_kwargs(statements)
        refresh_dashboard = RefreshDashboard(
            task_id="refresh_dashboard", quicksight=f"{{{{ settings({PINNED}).quicksight }}}}", check_interval=10
        )
        served = last_word("day_is_served", of="read_back")

        chain(cluster.ready, add_ingest, ingest, add_curate, curate)
        chain(curate, [cluster.terminate, read_back, statements])
        chain(read_back, refresh_dashboard)
        chain([cluster.terminate, refresh_dashboard, create_view], served)
    return dag
