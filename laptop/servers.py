"""The servers of a stack: the local AWS, the source database, Airflow and its database."""

import os

from . import environment
from .environment import AIRFLOW_PYTHON, LOCAL_PYTHON, MARIADB, POSTGRES
from .processes import Process
from .stack import Stack


def local_aws(stack: Stack) -> Process:
    command = [str(LOCAL_PYTHON / "python"), "-m", "localstack_lakehouse"]
    return Process(
        "aws",
        [*command, "--port", str(stack.aws_port), "--state", str(stack.state / "aws")],
        environment.local_aws(stack),
        f"the local AWS at {stack.aws_url}",
        stop_seconds=40,
    )


def mysql(stack: Stack) -> Process:
    """MariaDB, with the binary log on as MySQL has it; root only runs it where the whole stack is root's."""
    data = stack.state / "mysql"
    options = {
        "basedir": MARIADB,
        "datadir": data,
        "bind-address": "127.0.0.1",
        "port": stack.mysql_port,
        "socket": "mysqld.sock",
        "init-file": stack.state / "mysql-init.sql",
        "local-infile": 1,
        "character-set-server": "utf8mb4",
        "log-bin": "binlog",
        "server-id": 1,
        "expire-logs-days": 1,
        "innodb-flush-log-at-trx-commit": 2,
    }
    command = [
        str(MARIADB / "bin" / "mariadbd"),
        "--no-defaults",
        *(f"--{key}={value}" for key, value in options.items()),
    ]
    if os.getuid() == 0:
        command.append("--user=root")
    return Process(
        "mysql", command, environment.base(), f"the source database (MariaDB) at 127.0.0.1:{stack.mysql_port}"
    )


def postgres(stack: Stack) -> Process:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": stack.postgres_port,
        "unix_socket_directories": "",
        "fsync": "off",
    }
    command = [*as_not_root(), str(POSTGRES / "bin" / "postgres"), "-D", str(stack.state / "postgres")]
    for key, value in settings.items():
        command += ["-c", f"{key}={value}"]
    what = f"Airflow's database (PostgreSQL) at 127.0.0.1:{stack.postgres_port}"
    return Process("postgres", command, environment.base(), what, stop_signal="INT")


def as_not_root() -> list[str]:
    """PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is."""
    return ["unshare", "--user"] if os.getuid() == 0 else []


def airflow(stack: Stack) -> list[Process]:
    api = f"Airflow's web UI and API at {stack.airflow_url}"
    parts = {
        "airflow-api": ("api-server", api),
        "airflow-scheduler": ("scheduler", "Airflow's scheduler and task runner"),
        "airflow-dags": ("dag-processor", "Airflow's reader of dags/"),
        "airflow-triggerer": ("triggerer", "Airflow's triggerer: waiting tasks and deadlines"),
    }
    variables = environment.airflow(stack)
    return [
        Process(name, [str(AIRFLOW_PYTHON / "airflow"), command], variables, what)
        for name, (command, what) in parts.items()
    ]
