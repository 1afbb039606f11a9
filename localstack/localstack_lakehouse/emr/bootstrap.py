"""Bootstrap actions: scripts from S3 that run before the first step, and end the cluster if they fail."""

from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from localstack_lakehouse.emr.cluster import Cluster


def run_bootstrap_action(cluster: "Cluster", number: int, action: dict) -> None:
    master = cluster.request.master_instance
    out, err = (cluster.node.folder / f"bootstrap-{number}.{stream}" for stream in ("stdout", "stderr"))
    try:
        script = cluster.node.fetch_script(action["Path"])
    except (BotoCoreError, ClientError, ValueError) as error:
        err.write_text(f"{error}\n")
        problem = f"Master instance ({master}) failed attempting to download bootstrap action {number} file from S3"
    else:
        code = run_script(cluster, [str(script), *(action.get("Args") or [])], out, err)
        where = f"On the master instance ({master})"
        problem = f"{where}, bootstrap action {number} returned a non-zero return code" if code else None
    for stream, file in (("stdout", out), ("stderr", err)):
        cluster.logs.upload(f"node/{master}/bootstrap-actions/{number}/{stream}", file)
    if problem:
        cluster.end("BOOTSTRAP_FAILURE", problem, with_errors=True)


def run_script(cluster: "Cluster", command: list[str], out: Path, err: Path) -> int:
    try:
        with cluster.changed:
            if cluster.ending:
                return 0
            cluster.bootstrap = cluster.node.processes.start(command, cluster.node.environment, out, err)
    except OSError as error:
        err.write_text(f"{error}\n")
        return 127
    return cluster.node.processes.wait(cluster.bootstrap)
