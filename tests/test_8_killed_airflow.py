"""Airflow killed in the middle of a run, and started again: the run ends, and no cluster is left."""

import chain
import pytest
from test_1_good_day import DAY

from faults import clusters

# Two runs: EMR has made the cluster and nobody has kept its id; a wait is under way. All kills: `make faults`.
KILLS = "create / scheduler and worker killed after EMR has made it|sensor / scheduler and triggerer killed"


@pytest.fixture(autouse=True)
def good_day(running, export):
    """Something is published before anything breaks, so that there is something to lose."""
    if not chain.published(running):
        ended = chain.make("run", f"DATA={export.file}", f"DAY={DAY}")
        assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"


def test_a_run_goes_on_after_its_airflow_was_killed(running):
    lines = list(clusters.cells(running, KILLS))

    assert [line["broken"] for line in lines] == [None, None], lines
    assert all(line["fired"][-1].startswith("killed ") for line in lines), lines
    chain.wait_for_no_cluster(running)
