"""Bringing a stack up and down: what each server needs before it starts, and when it counts as started."""

import json
import socket
import subprocess
from pathlib import Path

import pymysql
import requests

from . import certificates, environment, servers, stack
from .environment import AIRFLOW_PYTHON, MARIADB, POSTGRES
from .processes import Process, start, start_supervisor, states, stop_all, supervisor, wait_for
from .progress import Progress
from .source_database import connect
from .stack import Stack

EVERYTHING = ("aws", "mysql", "airflow")


def up(progress: Progress, parts: tuple[str, ...] = EVERYTHING) -> Stack:
    """The stack that runs, or a new one with these parts started; each is ready when this returns."""
    running = stack.load()
    if running and states(running) is not None:
        progress.done(f"the stack is up (make status shows it, make down stops it): {running.state}")
        return running
    made = stack.create()
    aws = servers.local_aws(made)
    databases = [] if made.mysql_url_given else [servers.mysql(made)]
    airflow = [servers.postgres(made), *servers.airflow(made)] if "airflow" in parts else []
    start_supervisor(made, [aws, *databases, *airflow])
    try:
        start_servers(made, aws, databases, airflow, progress)
    except BaseException:  # Ctrl-C too: half a stack would pass for one that is up
        stop_all(made)
        raise
    return made


def start_servers(
    made: Stack, aws: Process, databases: list[Process], airflow: list[Process], progress: Progress
) -> None:
    with progress.step("start the local AWS and the databases"):
        start(made, aws)
        for server in databases:
            prepare_mysql(made)
            start(made, server)
        if airflow:
            prepare_postgres(made)
            start(made, airflow[0])
        wait_for(aws.what, lambda: aws_answers(made), 60, made.log / "aws.log")
        wait_for("the source database", lambda: mysql_answers(made), 60, made.log / "mysql.log")
    if airflow:
        start_airflow(made, airflow, progress)


def start_airflow(made: Stack, processes: list[Process], progress: Progress) -> None:
    postgres, *airflow = processes
    with progress.step("prepare Airflow's database"):
        wait_for(postgres.what, lambda: port_answers(made.postgres_port), 30, made.log / "postgres.log")
        migrate_airflow(made)
    with progress.step("start Airflow"):
        for process in airflow:
            if process.name != servers.SCHEDULED:
                start(made, process)
        wait_for("Airflow", lambda: airflow_answers(made), 120, made.log / "airflow-api.log")


def keep_schedule(made: Stack, progress: Progress) -> None:
    """From now on the daily schedule runs by itself."""
    if states(made)[servers.SCHEDULED]["statename"] == "RUNNING":
        return
    with progress.step("switch the daily schedule on"):
        supervisor(made).stopProcess(servers.ON_REQUEST)
        start(made, next(process for process in servers.airflow(made) if process.name == servers.SCHEDULED))
        wait_for("Airflow", lambda: airflow_answers(made), 60, made.log / f"{servers.SCHEDULED}.log")


def down(progress: Progress) -> None:
    """Stops what runs; nothing to do where nothing does."""
    running = stack.load()
    if running is None or states(running) is None:
        progress.done("nothing is up")
        return
    with progress.step("stop everything"):
        stop_all(running)


def prepare_mysql(made: Stack) -> None:
    """An empty database folder at the first start, and the administrator's password, which only its file holds."""
    certificates.make(made.mysql_ca.parent)
    script = made.state / "mysql-init.sql"
    script.touch(mode=0o600)
    script.write_text(
        "create database if not exists chicago character set utf8mb4;\n"
        "create user if not exists admin@'%' identified by '';\n"
        f"alter user admin@'%' identified by '{made.mysql_password}';\n"
        "grant all privileges on *.* to admin@'%' with grant option;\n"
        "drop user if exists root@localhost;\n"
    )
    data = made.state / "mysql"
    if data.exists():
        return
    install = [str(MARIADB / "scripts" / "mariadb-install-db"), "--no-defaults", f"--basedir={MARIADB}"]
    options = [f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal"]
    run([*install, *options], made.log / "mysql-install.log")


def prepare_postgres(made: Stack) -> None:
    data = made.state / "postgres"
    if data.exists():
        return
    password = made.state / "postgres-password"
    password.touch(mode=0o600)
    password.write_text(made.postgres_password)
    command = [*servers.as_not_root(), str(POSTGRES / "bin" / "initdb"), "-D", str(data), "-U", "airflow"]
    options = [f"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--no-locale"]
    run([*command, *options], made.log / "postgres-install.log")
    password.unlink()


def migrate_airflow(made: Stack) -> None:
    home = made.state / "airflow"
    home.mkdir(exist_ok=True)
    passwords = home / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps({"admin": made.airflow_password}))
    run([str(AIRFLOW_PYTHON / "airflow"), "db", "migrate"], made.log / "airflow-migrate.log", environment.airflow(made))


def run(command: list[str], log: Path, variables: dict[str, str] | None = None) -> None:
    """Runs a command to its end with its output in a log; a failure shows the log's end."""
    with log.open("w") as out:
        ended = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env=variables or environment.base())
    wait_for(f"{Path(command[0]).name} (exit {ended.returncode})", lambda: ended.returncode == 0, 0, log)


def aws_answers(made: Stack) -> bool:
    return requests.get(f"{made.aws_url}/_localstack/health", timeout=2).ok


def mysql_answers(made: Stack) -> bool:
    try:
        connect(made.mysql_url).close()
    except pymysql.err.OperationalError:
        return False
    return True


def port_answers(port: int) -> bool:
    socket.create_connection(("127.0.0.1", port), 1).close()
    return True


def airflow_answers(made: Stack) -> bool:
    """The scheduler, the DAG reader and the triggerer have to be alive, not only the web server."""
    answer = requests.get(f"{made.airflow_url}/api/v2/monitor/health", timeout=5)
    parts = answer.json() if answer.ok else {}
    return all(parts.get(name, {}).get("status") == "healthy" for name in ("scheduler", "dag_processor", "triggerer"))
