"""Runs one step to its end and says how it ended; the cluster decides what follows from it."""

from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from localstack_lakehouse.emr.step import Step, StepCannotRun, command_line, controller_log, ended_with, failure_details

if TYPE_CHECKING:
    from localstack_lakehouse.emr.cluster import Cluster


def run_step(cluster: "Cluster", step: Step) -> tuple[str, dict | None]:
    """The step's final state, and the details of its failure. Its logs are on S3 by then."""
    folder = cluster.node.folder / "steps" / step.id
    folder.mkdir(parents=True)
    out, err, controller = (folder / name for name in ("stdout", "stderr", "controller"))
    out.touch()
    err.touch()
    log_file = cluster.logs.address(f"steps/{step.id}/stderr")
    try:
        command = command_line(step, cluster.node.fetch_script)
        code = run(cluster, step, command, out, err)
    except (StepCannotRun, OSError, ValueError, BotoCoreError, ClientError) as error:
        command, code = step.arguments, None
        err.write_text(f"{error}\n")
    state = final_state(cluster, step, code)
    outcome = f"{state}: {'no process was started' if code is None else ended_with(code)}"
    controller.write_text(controller_log(step, command, outcome))
    for name in ("controller", "stdout", "stderr"):
        cluster.logs.upload(f"steps/{step.id}/{name}", folder / name)
    upload_containers(cluster)
    return state, failure_details(err, code, log_file) if state == "FAILED" else None


def run(cluster: "Cluster", step: Step, command: list[str], out: Path, err: Path) -> int | None:
    with cluster.changed:
        if cluster.ending or step.state != "RUNNING":
            return None
        step.process = cluster.node.processes.start(command, cluster.node.environment, out, err)
    return cluster.node.processes.wait(step.process)


def final_state(cluster: "Cluster", step: Step, code: int | None) -> str:
    """A step that was told to stop is not a failed one; one that still ended well is complete."""
    with cluster.changed:
        if code == 0:
            return "COMPLETED"
        if step.state == "CANCEL_PENDING":
            return "CANCELLED"
        return "INTERRUPTED" if cluster.ending else "FAILED"


def upload_containers(cluster: "Cluster") -> None:
    """What the executors wrote, where YARN's containers have it on EMR."""
    if not cluster.node.spark:
        return
    for log in cluster.node.spark.work.glob("app-*/*/std*"):
        application, executor = log.parts[-3:-1]
        cluster.logs.upload(f"containers/{application}/{executor}/{log.name}", log)
