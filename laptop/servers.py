"""The servers of a stack: the local AWS, the source database, Airflow and its database."""

import os

from . import environment
from .environment import AIRFLOW_PYTHON, LOCAL_PYTHON, MARIADB, POSTGRES
from .processes import Process
from .stack import Stack

ON_REQUEST, SCHEDULED = "airflow-scheduler", "airflow-scheduler-live"


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
        "ssl-ca": stack.mysql_ca,
        "ssl-cert": stack.mysql_ca.with_name("server.pem"),
        "ssl-key": stack.mysql_ca.with_name("server-key.pem"),
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
    """Airflow's processes. Of the two schedulers one runs at a time: the first makes no runs of its own accord, so that
    a day asked for is the only one that runs; the second keeps the daily schedule."""
    variables = environment.airflow(stack)
    on_request = variables | {"AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False"}
    program = str(AIRFLOW_PYTHON / "airflow")
    return [
        Process("airflow-api", [program, "api-server"], variables, f"Airflow's web UI and API at {stack.airflow_url}"),
        Process("airflow-dags", [program, "dag-processor"], variables, "Airflow's reader of dags/"),
        Process("airflow-triggerer", [program, "triggerer"], variables, "Airflow's triggerer: waits and deadlines"),
        Process(ON_REQUEST, [program, "scheduler"], on_request, "Airflow's scheduler, for runs that are asked for"),
        Process(SCHEDULED, [program, "scheduler"], variables, "Airflow's scheduler, the daily schedule live"),
    ]
