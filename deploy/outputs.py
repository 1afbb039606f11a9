"""What Terraform says it made: `terraform output -json` in terraform/."""

import json
import subprocess
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

from .problem import Problem


@dataclass(frozen=True)
class Outputs:
    """One field an output of terraform/outputs.tf; names, but for `alerts_topic` (an ARN) and `settings`, Airflow's
    Variable `daylake` without the release."""

    settings: dict
    artifacts_bucket: str
    lake_bucket: str
    logs_bucket: str
    athena_results_bucket: str
    settings_secret: str
    reader_secret: str
    loader_secret: str
    rotation_function: str
    watch_function: str
    airflow_role: str
    emr_node_role: str
    alarms: list
    glue_database: str
    athena_workgroup: str
    alerts_topic: str
    airflow_environment: str | None = None
    airflow_url: str | None = None

    @staticmethod
    def parse(text: str) -> "Outputs":
        found = {name: output["value"] for name, output in json.loads(text).items()}
        wanted = {field.name: field for field in fields(Outputs)}
        missing = [name for name, field in wanted.items() if name not in found and field.default is MISSING]
        if missing:
            raise Problem(f"Cannot read Terraform's outputs: {', '.join(missing)} missing; run terraform apply first")
        return Outputs(**{name: value for name, value in found.items() if name in wanted})

    @staticmethod
    def of_terraform(folder: Path) -> "Outputs":
        """What the state in this folder says."""
        command = ["terraform", f"-chdir={folder}", "output", "-json"]
        try:
            ended = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            raise Problem("Cannot read Terraform's outputs: terraform is not on PATH; install it") from None
        if ended.returncode:
            raise Problem(f"Cannot read Terraform's outputs: {ended.stderr.strip()}; run terraform apply first")
        return Outputs.parse(ended.stdout)
