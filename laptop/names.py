"""The names of everything the pipeline needs, from terraform/names.json, which Terraform reads too."""

import json
from dataclasses import dataclass
from pathlib import Path

REGION = "us-east-1"


@dataclass(frozen=True)
class Names:
    """One field a key of names.json; plain names, no ARNs."""

    lake_bucket: str
    artifacts_bucket: str
    logs_bucket: str
    athena_results_bucket: str
    glue_database: str
    athena_workgroup: str
    alerts_topic: str
    rds_instance: str
    source_schema: str
    reader_secret: str
    loader_secret: str
    settings_secret: str
    emr_service_role: str
    emr_node_profile: str
    emr_release: str
    airflow_role: str
    airflow_environment: str
    rotation_function: str
    watch_function: str

    @property
    def buckets(self) -> list[str]:
        return [self.lake_bucket, self.artifacts_bucket, self.logs_bucket, self.athena_results_bucket]


NAMES = Names(**json.loads((Path(__file__).parents[1] / "terraform" / "names.json").read_text()))
