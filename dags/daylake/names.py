"""Names that Airflow, EMR, S3 and the Java program share."""

from __future__ import annotations

import hashlib
import re

LONGEST_RUN = 128


def run_name(run_id: str) -> str:
    """Airflow's run id in the characters that S3 prefixes, EMR tags and the Java program all take."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", run_id)
    if len(name) <= LONGEST_RUN:
        return name
    # Two long ids may share their beginning: the digest keeps their prefixes apart.
    digest = hashlib.sha256(run_id.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_RUN - 9]}-{digest}"
