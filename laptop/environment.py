"""The environment variables that the stack's processes and its users see. Nothing else tells them where they run."""

import base64
import hashlib
import json
import os
import shutil
from pathlib import Path
from urllib.parse import quote

from .names import NAMES, REGION
from .stack import ACCOUNT, PROJECT, TOOLS, Stack

LOCAL_PYTHON = TOOLS / "venv" / "local" / "bin"
AIRFLOW_PYTHON = TOOLS / "venv" / "airflow" / "bin"
MARIADB = TOOLS / "servers" / "mariadb"
POSTGRES = TOOLS / "servers" / "postgres"
VARIABLES = NAMES.settings_secret.rpartition("/")[0]
VARIABLES_ONLY = {"connections_prefix": None, "config_prefix": None}
SPARK = TOOLS / "spark"
# What localstack/README.md lets a user choose.
CHOICES = ("ENFORCE_IAM", "ATHENA_ENGINE", "TRINO_HOME", "JAVA25_HOME", "XDG_CACHE_HOME")


def aws(stack: Stack) -> dict[str, str]:
    """What any AWS SDK reads. The keys are dummies: the local AWS takes any."""
    return {
        "AWS_ENDPOINT_URL": stack.aws_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }


def as_airflows_role(stack: Stack) -> dict[str, str]:
    """Airflow acts as its role, by the AWS SDKs' own configuration file, as it does on MWAA."""
    file = stack.state / "aws-config"
    role = f"arn:aws:iam::{ACCOUNT}:role/{NAMES.airflow_role}"
    file.write_text(
        f"[default]\nrole_arn = {role}\nsource_profile = laptop\nrole_session_name = airflow\n"
        "[profile laptop]\naws_access_key_id = test\naws_secret_access_key = test\n"
    )
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    place = {name: value for name, value in aws(stack).items() if name not in keys}
    return place | {"AWS_CONFIG_FILE": str(file)}


def exports(stack: Stack) -> dict[str, str]:
    """What `make env` prints."""
    return aws(stack) | {
        "MYSQL_URL": stack.mysql_url,
        "AIRFLOW_URL": stack.airflow_url,
        "AIRFLOW_USER": "admin",
        "AIRFLOW_PASSWORD": stack.airflow_password,
        "DAYLAKE_LAKE": NAMES.lake_bucket,
        "DAYLAKE_DATABASE": NAMES.glue_database,
        "DAYLAKE_WORKGROUP": NAMES.athena_workgroup,
    }


def java_home() -> str:
    """The home of the JDK that `make deps` checked: JAVA_HOME, or the one whose java is on PATH."""
    return os.environ.get("JAVA_HOME") or str(Path(shutil.which("java") or "java").resolve().parent.parent)


def base() -> dict[str, str]:
    """What a process needs of this shell, and no more: its AWS, Airflow or Spark settings could lead it elsewhere."""
    kept = ("HOME", "PATH", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ")
    return {key: os.environ[key] for key in kept if key in os.environ} | {
        "JAVA_HOME": java_home(),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def local_aws(stack: Stack) -> dict[str, str]:
    """Of the process that is the local AWS, and so of the clusters it starts. Some variables of this shell count."""
    asked = {key: os.environ[key] for key in CHOICES if key in os.environ}
    return (
        base()
        | asked
        | {
            "SPARK_HOME": str(SPARK),
            "RDS_MYSQL_URL": stack.mysql_url,
            "PATH": f"{LOCAL_PYTHON}:{os.environ['PATH']}",
        }
    )


def bundles() -> list[dict]:
    """Where Airflow finds DAGs: dags/, and the folder DAYLAKE_MORE_DAGS, with which tests bring theirs."""
    folders = {"dags": str(PROJECT / "dags")}
    if more := os.environ.get("DAYLAKE_MORE_DAGS"):
        folders["more"] = str(Path(more).resolve())
    local = "airflow.dag_processing.bundles.local.LocalDagBundle"
    return [{"name": name, "classpath": local, "kwargs": {"path": path}} for name, path in folders.items()]


def airflow(stack: Stack) -> dict[str, str]:
    """Of every Airflow process: the settings that differ from Airflow's defaults."""
    home = stack.state / "airflow"
    database = f"airflow:{quote(stack.postgres_password)}@127.0.0.1:{stack.postgres_port}/postgres"
    settings = {
        "CORE__DAGS_FOLDER": PROJECT / "dags",
        "DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(bundles()),
        "CORE__PLUGINS_FOLDER": PROJECT / "dags" / "plugins",
        "CORE__LOAD_EXAMPLES": False,
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": 4,
        "CORE__FERNET_KEY": base64.urlsafe_b64encode(hashlib.sha256(stack.jwt_secret.encode()).digest()).decode(),
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": home / "passwords.json",
        "CORE__EXECUTION_API_SERVER_URL": f"{stack.airflow_url}/execution/",
        "DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{database}",
        "SECRETS__BACKEND": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
        "SECRETS__BACKEND_KWARGS": json.dumps(VARIABLES_ONLY | {"variables_prefix": VARIABLES}),
        "API__HOST": "127.0.0.1",
        "API__PORT": stack.airflow_port,
        "API__WORKERS": 1,
        "API__BASE_URL": stack.airflow_url,
        "API__SECRET_KEY": stack.jwt_secret,
        "API_AUTH__JWT_SECRET": stack.jwt_secret,
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": 0.5,
        "SCHEDULER__SCHEDULER_HEARTBEAT_SEC": 1,
        # A task whose scheduler was killed is begun again within a minute, not within the default of over five.
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": 20,
        # At its default of 5 s, Airflow may take a task for lost whose wait ends quickly, and start it again.
        "WORKERS__MIN_HEARTBEAT_INTERVAL": 1,
        "LOGGING__WORKER_LOG_SERVER_PORT": stack.worker_log_port,
        "LOGGING__TRIGGER_LOG_SERVER_PORT": stack.triggerer_log_port,
    }
    return (
        base()
        | as_airflows_role(stack)
        | {f"AIRFLOW__{key}": str(value) for key, value in settings.items()}
        | {
            "PATH": f"{AIRFLOW_PYTHON}:{os.environ['PATH']}",
            "AIRFLOW_HOME": str(home),
            "AIRFLOW_CONN_AWS_DEFAULT": json.dumps({"conn_type": "aws"}),
        }
    )
