"""The cheap peers on a real server, and what is told of those that fail."""

import json

import pytest
from conftest import COUNT

from bench import report, rows
from bench.contestants import PEERS, PYTHON, Absent, Peer, Task
from bench.lake import Written
from bench.measuring import Cost, Measured, measure
from bench.results import Results, judged
from bench.running import run_once

PEER = {peer.name: peer for peer in PEERS}


@pytest.fixture
def run(server, tmp_path):
    def once(peer: Peer, count: int = COUNT):
        return run_once(peer, Task(server, count, tmp_path / "out", None, None), None, tmp_path / "log")

    return once


def test_the_drain_costs_both_sides(run):
    found = run(PEER["drain"])
    assert found.failure is None
    assert found.wall > 0 and found.client_cpu > 0 and found.bytes == 0


def test_the_servers_processor_time_is_counted(server, tmp_path):
    busy = Peer("busy", "", lambda task: [*PEER["drain"].command(task)[:-1], "--execute=do benchmark(50000000, 1 + 1)"])
    task = Task(server, COUNT, tmp_path, None, None)
    found = measure(busy.command(task), busy.environment(task), server.process, tmp_path / "log", 60)
    assert found.failure is None
    # As much as the work needs, however long it had to wait for a processor; and none but its own.
    assert 0.1 < found.whole.server_cpu < 1.2 * found.whole.wall


@pytest.mark.skipif(not PYTHON.exists(), reason="the peers' environment is made by make bench-ingest")
@pytest.mark.parametrize("name", ["connectorx", "duckdb"])
def test_a_peer_writes_every_row(run, name):
    found = run(PEER[name])
    assert found.failure is None
    assert found.bytes > 20_000 and found.peak_rss > 20 << 20


def test_a_failing_peer_is_told_with_its_reason_and_has_no_median(run):
    found = run(PEER["drain"], count=7)
    assert "crimes_7' doesn't exist" in found.failure
    results = Results({}, [run(PEER["drain"]), found])
    assert results.median("drain", 7) is None and results.failure("drain", 7) == found.failure
    assert results.median("drain", COUNT) is not None


def test_an_absent_tool_is_told(run):
    def nowhere(task):
        raise Absent("it is not here")

    assert run(Peer("nowhere", "", nowhere)).failure == "skipped: it is not here"


def test_a_row_too_few_is_a_failure():
    fine = Measured(Cost(1, 1, 1), [], 1 << 20, None)
    assert judged(PEER["connectorx"], COUNT, fine, Written(100, COUNT)).failure is None
    assert judged(PEER["connectorx"], COUNT, fine, Written(100, COUNT - 1)).failure == (
        "its files hold 1999 rows, not 2000"
    )
    assert judged(PEER["connectorx"], COUNT, fine, Written(0, None)).failure == "it wrote no file"


def test_a_warm_peer_is_its_last_read_without_the_process_around_it():
    twice = Measured(Cost(30, 20, 2), [Cost(20, 15, 1), Cost(5, 4, 1)], 1 << 20, None)
    found = judged(PEER["daylake-warm"], COUNT, twice, Written(200, 2 * COUNT))
    assert (found.wall, found.client_cpu, found.server_cpu, found.bytes) == (5, 4, 1, 100)


def test_rows_are_loaded_once(server, tmp_path):
    def never(file, count):
        raise AssertionError("loaded again")

    assert rows.fill(server, COUNT, tmp_path, rows.Generator("elsewhere", never, "")) == "laptop/rows.py"
    assert server.ask(f"select count(*) from {rows.table(COUNT)} where location is not null and arrest") > 0


def test_results_are_kept_and_shown(run, tmp_path):
    facts = {"date": "2026-11-24", "rounds": 3, "database": "11.4.5-MariaDB"}
    facts["machine"] = {"cores": 2, "processor": "some", "memory_gib": 23.4}
    results = Results(facts, [run(PEER["drain"]) for _ in range(3)])
    results.save(tmp_path)
    kept = json.loads((tmp_path / "ingest.json").read_text())
    assert kept["medians"][0]["wall"] == sorted(run["wall"] for run in kept["runs"])[1]
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n")
    report.write(results, readme)
    assert "| drain: mariadb --quick" in readme.read_text() and "old" not in readme.read_text()
    assert readme.read_text().startswith("before\n") and readme.read_text().endswith("after\n")
