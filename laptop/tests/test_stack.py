"""A stack's ports, its refusals, and that nothing of it is left after `down`."""

import os
import re
import signal
import socket
import subprocess
import time

import psutil
import pytest

from deploy.problem import Problem
from laptop import stack
from laptop.environment import LOCAL_PYTHON
from laptop.source_database import connect
from laptop.stack import PROJECT

COMMAND = [str(LOCAL_PYTHON / "python"), "-m", "laptop"]


def environment(folder) -> dict[str, str]:
    """Without the addresses of the stack on which other suites run: its database is not to be provisioned again."""
    clean = {key: value for key, value in os.environ.items() if key not in ("MYSQL_URL", "AWS_ENDPOINT_URL")}
    return clean | {"DAYLAKE_STATE": str(folder)}


def laptop(folder, *arguments, **variables) -> subprocess.CompletedProcess:
    variables = environment(folder) | variables
    return subprocess.run(
        [*COMMAND, *arguments], cwd=PROJECT, env=variables, capture_output=True, text=True, timeout=180
    )


def test_a_port_that_is_asked_for_and_in_use_is_refused_with_what_to_do(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("AIRFLOW_PORT", str(port))
        with pytest.raises(Problem, match=f"Cannot start airflow: port {port} is in use; stop what listens there"):
            stack.wanted_port("airflow", 8080)


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("AWS_PORT", "many")
    with pytest.raises(Problem, match="Cannot use AWS_PORT=many: it is not a port"):
        stack.wanted_port("aws", 4566)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--day", "2016-13-04"], "Cannot run day '2016-13-04': it is not a day; write it as YYYY-MM-DD"),
        (["run", "--data", "/nowhere/rows.csv"], "Cannot load /nowhere/rows.csv: there is no such file"),
        (["run", "--on-bad-rows", "maybe"], "Cannot use ON_BAD_ROWS=maybe: it is stop or keep"),
    ],
)
def test_a_wrong_argument_is_told_before_anything_starts(tmp_path, arguments, sentence):
    ended = laptop(tmp_path, *arguments)
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert sentence in " ".join(ended.stderr.split())
    assert not (tmp_path / "stack.json").exists()


def test_nothing_is_up_is_said_in_a_sentence(tmp_path):
    ended = laptop(tmp_path, "env")
    assert ended.returncode == 4
    assert "Cannot find a stack: nothing is up; start one with make up or make run" in ended.stderr


def test_an_interrupted_start_leaves_nothing_that_passes_for_a_stack(tmp_path):
    starting = subprocess.Popen(
        [*COMMAND, "up", "--only", "aws,mysql"],
        cwd=PROJECT,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        # a shell lets what it starts in the background ignore it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "log" / "aws.log").exists():
        assert time.monotonic() < deadline and starting.poll() is None, "the start was never seen"
        time.sleep(0.1)
    starting.send_signal(signal.SIGINT)
    assert starting.wait(60) != 0
    assert not of_stack(tmp_path)
    assert laptop(tmp_path, "status").returncode == 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a stack that is up: the local AWS and the source database."""
    folder = tmp_path_factory.mktemp("one")
    ended = laptop(folder, "up", "--only", "aws,mysql")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    yield folder
    laptop(folder, "down")


def test_mysql_url_makes_another_server_the_source(folder, tmp_path):
    url = re.search("MYSQL_URL='(.*)'", laptop(folder, "env").stdout).group(1)
    try:
        ended = laptop(tmp_path, "up", "--only", "aws,mysql", MYSQL_URL=url)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        shown = laptop(tmp_path, "status").stdout
        assert "the local AWS" in shown and "the source database" not in shown, shown
        assert f"MYSQL_URL='{url}'" in laptop(tmp_path, "env").stdout
    finally:
        laptop(tmp_path, "down")


def test_it_comes_up_again_with_the_rows_it_had(folder):
    url = re.search("MYSQL_URL='(.*)'", laptop(folder, "env").stdout).group(1)
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("create table kept as select 42 as answer")
    for command in (["down"], ["up", "--only", "aws,mysql"]):
        ended = laptop(folder, *command, MYSQL_URL=url)  # as in a shell that has `make env` of before
        assert ended.returncode == 0, ended.stdout + ended.stderr
    url = re.search("MYSQL_URL='(.*)'", laptop(folder, "env").stdout).group(1)
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("select answer from kept")
        assert cursor.fetchone() == (42,)
    assert "the source database" in laptop(folder, "status").stdout


def test_after_down_no_process_and_no_open_port_is_left(folder):
    shown = laptop(folder, "status").stdout
    assert "the local AWS" in shown and "the source database" in shown and "RUNNING" in shown
    before = of_stack(folder)
    assert before, "the stack's processes could not be found, so their end would prove nothing"
    ports = listening(before)
    assert ports and all(address == "127.0.0.1" for address, _ in ports), f"not only on loopback: {ports}"

    assert laptop(folder, "down").returncode == 0
    deadline = time.monotonic() + 10
    while left := of_stack(folder):
        assert time.monotonic() < deadline, f"left behind: {[(p.pid, p.cmdline()) for p in left]}"
        time.sleep(0.2)
    assert all(stack.is_free(port) for _, port in ports)


def of_stack(folder) -> list[psutil.Process]:
    """Every process that has the stack's folder among its arguments or its environment, but for the tests' own."""
    found = []
    for process in psutil.process_iter():
        try:
            command, variables = process.cmdline(), process.environ().values()
        except psutil.Error:
            continue  # it has just ended
        if any(str(folder) in word for word in [*command, *variables]) and "pytest" not in " ".join(command):
            found.append(process)
    return found


def listening(processes: list[psutil.Process]) -> set[tuple[str, int]]:
    connections = [each for process in processes for each in process.net_connections("tcp") if each.status == "LISTEN"]
    return {(each.laddr.ip, each.laddr.port) for each in connections}
