"""The master node of a cluster: a folder, an environment, scripts from S3, and Spark where the cluster has it."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from localstack_lakehouse.emr import spark_configuration
from localstack_lakehouse.emr.spark import SparkCluster, WorkerSize, spark_home, worker_count
from localstack_lakehouse.endpoint import endpoint, split_s3_uri
from localstack_lakehouse.processes import Processes

if TYPE_CHECKING:
    from localstack_lakehouse.emr.instance_role import NodeSession


class Node:
    def __init__(self, folder: Path, session: "NodeSession", settings: dict[str, dict[str, str]]):
        self.folder = folder
        self._s3 = session.client("s3")
        self._settings = settings
        self._size = WorkerSize.of_this_machine()
        for name in ("home", "tmp", "conf", "scripts"):
            (folder / name).mkdir(parents=True)
        self.processes = Processes(folder)
        home = os.environ.get("SPARK_HOME")
        variables = spark_configuration.environment(folder, Path(home) if home else None, session.environment)
        self.environment = variables | settings.get("spark-env", {})
        self.spark: SparkCluster | None = None

    def start_spark(self, nodes: int) -> None:
        home = spark_home()
        configuration = self.folder / "conf"
        defaults = spark_configuration.defaults(self.folder, home, endpoint(), self._size)
        spark_configuration.write(configuration, {})
        self.spark = SparkCluster(self.processes, self.environment, self._size, spark_configuration.class_archive(home))
        master = self.spark.start(worker_count(nodes))
        asked = self._settings.get("spark-defaults", {})
        core_site = {f"spark.hadoop.{key}": value for key, value in self._settings.get("core-site", {}).items()}
        spark_configuration.write(configuration, {"spark.master": master} | defaults | core_site | asked)

    def fetch_script(self, uri: str) -> Path:
        """A script made ready to run: from S3 through the endpoint, or already on the machine as EMR's file: is."""
        if uri.startswith(("file:", "/")):
            return Path("/" + uri.removeprefix("file:").lstrip("/"))
        bucket, key = split_s3_uri(uri)
        body = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        script = self.folder / "scripts" / f"{len(os.listdir(self.folder / 'scripts'))}-{key.rsplit('/', 1)[-1]}"
        script.write_bytes(body if body.startswith(b"#!") else b"#!/bin/bash\n" + body)
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return script


def settings_by_classification(configurations: list[dict] | None) -> dict[str, dict[str, str]]:
    """RunJobFlow's Configurations; the `export` inside `spark-env` holds its environment variables."""
    settings: dict[str, dict[str, str]] = {}
    for configuration in configurations or []:
        name = configuration.get("Classification", "")
        settings.setdefault(name, {}).update(configuration.get("Properties") or {})
        for inner in configuration.get("Configurations") or []:
            if inner.get("Classification") == "export":
                settings[name].update(inner.get("Properties") or {})
    return settings
