"""Names that Airflow, EMR, S3 and the Java program share."""

from __future__ import annotations

import hashlib
import re

LONGEST = 128  # of a run's name in the Java program, and of an ingestion's in QuickSight


def run_name(run_id: str) -> str:
    """Airflow's run id in the characters that S3 prefixes, EMR tags and the Java program all take."""
    return _shortened(re.sub(r"[^A-Za-z0-9._-]", "-", run_id), run_id, LONGEST)


def ingestion_name(dag_id: str, run_id: str, attempt: int) -> str:
    """QuickSight refuses an id it has seen: each attempt of each run, of whichever DAG, has its own."""
    whole, ending = f"{dag_id}-{run_id}", f"-{attempt}"
    return _shortened(re.sub(r"[^A-Za-z0-9_-]", "-", whole), whole, LONGEST - len(ending)) + ending


def _shortened(name: str, whole: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    # Two long ids may share their beginning: the digest keeps their names apart.
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{name[: longest - 9]}-{digest}"
