"""When a run may be called a success. Pure."""

import pytest

from daylake.last_word import what_is_missing

GOOD = {"ingest": "success", "curate": "success", "terminate_cluster": "success", "read_back": "success"}


@pytest.mark.parametrize("more", ["success", "skipped"])
def test_a_served_day_with_or_without_views_and_a_dashboard(more):
    assert what_is_missing(GOOD | {"create_view": more, "refresh_dashboard": more}, "read_back") is None


def test_what_failed_is_named_and_what_only_followed_is_not():
    states = {
        "ingest": "failed",
        "curate": "upstream_failed",
        "terminate_cluster": "failed",
        "read_back": "upstream_failed",
    }

    assert what_is_missing(states, "read_back") == (
        "Cannot call this run done: ingest, terminate_cluster failed; the sentence to read is in that task's log"
    )


def test_a_stale_dashboard_fails_the_run_and_the_day_is_said_to_be_served():
    assert what_is_missing(GOOD | {"refresh_dashboard": "failed"}, "read_back") == (
        "Cannot call this run done: its day is published and Athena serves it, but dashboards still show the day "
        "before; the reason is in the log of refresh_dashboard: correct it and clear that task"
    )


def test_ended_by_hand_between_two_tasks():
    states = {"ingest": "success", "curate": "skipped", "terminate_cluster": "success", "read_back": "skipped"}

    assert what_is_missing(states, "read_back") == (
        "Cannot call this run done: it was ended by hand before read_back; run it again"
    )
