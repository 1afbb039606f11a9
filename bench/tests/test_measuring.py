"""The measuring itself: a cost that is there is seen, whoever of the process tree causes it."""

import os
import sys

import psutil
import pytest

from bench.measuring import measure

BUSY = "import time\nwhile time.process_time() < {}: pass\n"
WITH_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}], check=True)"


@pytest.fixture
def measured(tmp_path):
    def run(program: str, seconds: float = 30):
        this = psutil.Process()
        return measure([sys.executable, "-c", program], dict(os.environ), this, tmp_path / "log", seconds)

    return run


def test_processor_time_of_a_child_is_counted(measured):
    found = measured(WITH_CHILD.format(BUSY.format(1)))
    assert found.failure is None
    assert 1 <= found.whole.client_cpu < 1.6


def test_waiting_costs_no_processor_time(measured):
    found = measured("import time; time.sleep(1)")
    assert found.whole.wall >= 1
    assert found.whole.client_cpu < 0.5


def test_the_peak_of_a_childs_memory_is_seen_after_it_is_gone(measured):
    held = "b = bytearray(300 << 20)\nfor i in range(0, len(b), 4096): b[i] = 1\nimport time; time.sleep(0.5)"
    found = measured(WITH_CHILD.format(held))
    assert 300 << 20 <= found.peak_rss < 400 << 20


def test_a_lap_has_its_own_cost(measured):
    found = measured(f"{BUSY.format(0.8)}print('LAP', flush=True)\ntime.sleep(0.5)\nprint('LAP', flush=True)")
    first, second = found.laps
    assert 0.7 <= first.client_cpu < 1.2
    assert second.client_cpu < 0.2 and 0.5 <= second.wall < 1


def test_a_failure_is_told_with_its_last_error(measured):
    found = measured("print('so far so good'); raise MemoryError('no room for 8 rows')")
    assert found.failure == "exit 1: MemoryError: no room for 8 rows"


def test_a_path_of_the_machine_is_not_told(measured):
    assert measured("open('/nowhere/at/all/rows.parquet')").failure.endswith("'…/rows.parquet'")


def test_who_is_killed_has_failed(measured):
    assert measured("import os; os.kill(os.getpid(), 9)").failure == "killed by signal 9: it said nothing"


def test_who_takes_too_long_is_stopped_with_all_it_started(measured):
    found = measured(WITH_CHILD.format("import time; time.sleep(604.5)"), seconds=1)
    assert found.failure == "stopped, as it took too long: it said nothing"
    assert not [each for each in psutil.process_iter(["cmdline"]) if "604.5" in str(each.info["cmdline"])]
