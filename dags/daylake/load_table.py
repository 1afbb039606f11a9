"""The DAG that fills a source database nobody outside its network reaches: `daylake load` as an EMR step."""

from __future__ import annotations

from airflow.sdk import DAG, Param, chain

from daylake.cluster_dag import PINNED, cluster_dag, cluster_of_its_own, command
from daylake.last_word import last_word

ROWS = Param(
    type="string",
    pattern=r"^s3://[^/]+/.+\.csv$",
    description="The rows: a CSV file on S3 that the cluster's role may read, s3://bucket/key.csv",
)
ON_BAD_ROWS = Param(
    "stop",
    enum=["stop", "keep"],
    description="Where rows are bad: stop fails the run, keep goes on; the good ones are loaded in either case.",
)


def load_table(pipeline: str) -> DAG:
    with cluster_dag(
        f"{pipeline}_load",
        page="on_call_load.md",
        schedule=None,
        params={"rows": ROWS, "on_bad_rows": ON_BAD_ROWS},
        tags=["daylake", "load"],
    ) as dag:
        cluster = cluster_of_its_own(f"job_flow({PINNED}, '{pipeline}', dag.dag_id, run_id)")
        step = f"load_step({PINNED}, '{pipeline}', run_id, params.rows, params.on_bad_rows)"
        add_load, load = command("load", pipeline, step, cluster)

        chain(cluster.ready, add_load, load, cluster.terminate, last_word("rows_are_loaded", of="load"))
    return dag
