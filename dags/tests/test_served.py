"""When a run may be called a success. Pure."""

import pytest

from daylake.served import what_is_missing

GOOD = {"ingest": "success", "curate": "success", "terminate_cluster": "success", "read_back": "success"}


@pytest.mark.parametrize("views", ["success", "skipped"])
def test_a_served_day_with_or_without_views(views):
    assert what_is_missing(GOOD | {"create_view": views}) is None


def test_what_failed_is_named_and_what_only_followed_is_not():
    states = {
        "ingest": "failed",
        "curate": "upstream_failed",
        "terminate_cluster": "failed",
        "read_back": "upstream_failed",
    }

    assert what_is_missing(states) == (
        "Cannot call this run done: ingest, terminate_cluster failed; the sentence to read is in that task's log"
    )


def test_ended_by_hand_between_two_tasks():
    states = {"ingest": "success", "curate": "skipped", "terminate_cluster": "success", "read_back": "skipped"}

    assert what_is_missing(states) == (
        "Cannot call this run done: it was ended by hand before its day was served; run the day again"
    )
