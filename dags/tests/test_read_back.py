"""What Athena serves against what the receipt says. Pure."""

from daylake.read_back import cells, difference

PUBLISHED = {"receipt": "s3://lake/receipt.json", "y": "2026", "m": "11", "d": "20", "rows": 1234}


def test_equal_counts_are_no_problem():
    assert difference(PUBLISHED, {"details": 1234, "details_latest": 1234}) is None


def test_every_table_that_differs_is_named():
    assert difference(PUBLISHED, {"details": 1234, "details_latest": 1200}) == (
        "Cannot trust what Athena serves for 2026-11-20: the receipt s3://lake/receipt.json says 1234 rows, "
        "details_latest serves 1200; look at the objects under the partition's location and run the day again"
    )


def test_a_row_of_athenas_answer():
    assert cells({"Data": [{"VarCharValue": "details"}, {"VarCharValue": "1234"}]}) == ["details", "1234"]
