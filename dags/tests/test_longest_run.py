"""The watch ends clusters that are older than any run may get: what the DAGs allow themselves must be less."""

import importlib.util
from datetime import timedelta

import pytest

from conftest import PROJECT
from daylake.cluster import READY_WITHIN, ClusterReady
from daylake.step import ENDS_WITHIN, CommandSensor


def of_the_watch(name: str):
    spec = importlib.util.spec_from_file_location("judgement", PROJECT / "functions" / "watch" / "judgement.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def longest(task) -> timedelta:
    limit = {ClusterReady: READY_WITHIN, CommandSensor: ENDS_WITHIN}.get(type(task))
    if limit is None:
        return timedelta(minutes=5)  # a call or two
    waits = sum((task.retry_delay * 2**number for number in range(task.retries)), timedelta())
    return limit * (task.retries + 1) + waits


@pytest.mark.parametrize("name", ["chicago_crimes", "chicago_crimes_load"])
def test_no_run_keeps_its_cluster_for_longer_than_the_watch_lets_it(bag, name):
    tasks = [task for task in bag.dags[name].tasks if task.task_id != "where"]

    assert sum(map(longest, tasks), timedelta()) < of_the_watch("LONGEST_RUN")
