"""How the commands of a pipeline's runs ended: the objects _outcomes/<pipeline>/<run>/<command>.json of the lake."""

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
        self._written = {item["Key"]: item["LastModified"] for page in pages for item in page.get("Contents", [])}

    def of(self, run: str, command: str) -> Outcome | None:
        """None while the command has not ended."""
        key = f"{self._prefix}{run}/{command}.json"
        return self._read(key) if key in self._written else None

    def last_published(self) -> datetime | None:
        """When a curate, the last command of a day's run, last ended well."""
        curated = [key for key in self._written if key.endswith("/curate.json")]
        newest_first = sorted(curated, key=self._written.get, reverse=True)
        found = (self._read(key) for key in newest_first)
        return next((outcome.ended for outcome in found if outcome.exit == 0), None)

    def _read(self, key: str) -> Outcome:
        said = json.loads(self._s3.get_object(Bucket=self._lake, Key=key)["Body"].read())
        return Outcome(
            exit=said["exit"],
            started=datetime.fromisoformat(said["started_at"]),
            ended=datetime.fromisoformat(said["ended_at"]),
        )
