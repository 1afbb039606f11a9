"""An airflow DAG of the product's own tasks, in whose middle a deployment changes the settings; run as a script."""

import json
from datetime import timedelta

import boto3
from airflow.sdk import chain, task

from daylake.cluster_dag import PINNED, cluster_dag
from daylake.dashboard import RefreshDashboard
from daylake.last_word import last_word
from daylake.where import where

SECRET = "airflow/variables/daylake"

with cluster_dag("run_while_deploying", schedule=None, page="on_call.md") as dag:

    @task
    def deploy() -> None:
        manager = boto3.client("secretsmanager")
        settings = json.loads(manager.get_secret_value(SecretId=SECRET)["SecretString"])
        newer = settings | {"artifacts": "s3://daylake-artifacts/releases/newer"}
        manager.put_secret_value(SecretId=SECRET, SecretString=json.dumps(newer))

    @task(retry_delay=timedelta(0))
    def use(artifacts: str, ti=None) -> str:
        if ti.try_number == 1:
            raise RuntimeError("so that it is tried again")
        return artifacts

    refresh = RefreshDashboard(task_id="refresh_dashboard", quicksight=f"{{{{ settings({PINNED}).quicksight }}}}")
    chain(where(), deploy(), use(f"{{{{ settings({PINNED}).artifacts }}}}"), refresh, last_word("is_done", of="use"))

if __name__ == "__main__":
    run = dag.test()
    told = {
        "run": run.state,
        "states": {each.task_id: each.state for each in run.get_task_instances()},
        "found by a try after the deployment": run.get_task_instance("use").xcom_pull("use"),
        "found by the next run": dag.test().get_task_instance("where").xcom_pull("where")["artifacts"],
    }
    print(json.dumps(told))
