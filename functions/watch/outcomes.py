"""How the runs of a pipeline ended: the objects _outcomes/<pipeline>/<run>/curate.json of the lake."""

import json
from datetime import datetime

from judgement import Outcome


class Outcomes:
    """One listing; only the outcomes that matter are read."""

    def __init__(self, s3, lake: str, pipeline: str):
        self._s3 = s3
        self._lake = lake
        self._prefix = f"_outcomes/{pipeline}/"
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=lake, Prefix=self._prefix)
        there = {item["Key"]: item["LastModified"] for page in pages for item in page.get("Contents", [])}
        self._written = {key: when for key, when in there.items() if key.endswith("/curate.json")}

    def of(self, runs: set[str]) -> dict[str, Outcome]:
        """By run; a run whose curate has not ended has none."""
        keys = {run: f"{self._prefix}{run}/curate.json" for run in runs}
        return {run: self._read(key) for run, key in keys.items() if key in self._written}

    def last_published(self) -> datetime | None:
        """When a curate last ended well."""
        newest_first = sorted(self._written, key=self._written.get, reverse=True)
        found = (self._read(key) for key in newest_first)
        return next((outcome.ended for outcome in found if outcome.exit == 0), None)

    def _read(self, key: str) -> Outcome:
        said = json.loads(self._s3.get_object(Bucket=self._lake, Key=key)["Body"].read())
        return Outcome(
            exit=said["exit"],
            started=datetime.fromisoformat(said["started_at"]),
            ended=datetime.fromisoformat(said["ended_at"]),
        )
