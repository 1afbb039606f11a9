"""The promise: a run has published within its deadline of being queued, or somebody is told."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference

# By name: it lives in the plugins folder, the one place of ours that the triggerer imports from
# (docs/decisions/deadline-callback.md).
ANNOUNCE = "daylake_deadline.announce"


def deadline_alert(interval: timedelta) -> DeadlineAlert:
    return DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, interval, AsyncCallback(ANNOUNCE))
