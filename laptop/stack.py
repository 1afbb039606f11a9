"""What one stack is: its folder, its ports and its passwords, kept in stack.json while it exists."""

import hashlib
import json
import os
import secrets
import socket
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import quote, urlsplit

from deploy.problem import Problem

from .names import NAMES

PROJECT = Path(__file__).resolve().parent.parent
TOOLS = PROJECT / ".daylake"
ACCOUNT = "000000000000"

# What a person may ask for with an environment variable, and the port they would expect if it is free.
FAMILIAR_PORTS = {"aws": 4566, "mysql": 3306, "postgres": 5432, "airflow": 8080}


@dataclass(frozen=True)
class Stack:
    """One running or stopped stack. Ports are TCP ports on 127.0.0.1; passwords are made once and never logged."""

    state: Path
    aws_port: int
    mysql_port: int
    postgres_port: int
    airflow_port: int
    worker_log_port: int
    triggerer_log_port: int
    mysql_password: str
    postgres_password: str
    airflow_password: str
    jwt_secret: str
    mysql_url_given: str | None = None

    def __repr__(self) -> str:
        return f"Stack({self.state})"

    @property
    def aws_url(self) -> str:
        return f"http://127.0.0.1:{self.aws_port}"

    @property
    def airflow_url(self) -> str:
        return f"http://127.0.0.1:{self.airflow_port}"

    @property
    def mysql_url(self) -> str:
        """An administrator of the source database, as mysql://user:password@host:port/schema."""
        return self.mysql_url_given or (
            f"mysql://admin:{quote(self.mysql_password)}@127.0.0.1:{self.mysql_port}/{NAMES.source_schema}"
        )

    @property
    def mysql_ca(self) -> Path:
        """The authority that signed the certificate of the stack's own MySQL server, as PEM."""
        return self.state / "tls" / "ca.pem"

    @property
    def log(self) -> Path:
        return self.state / "log"

    @property
    def control(self) -> Path:
        """The supervisor's socket: in the temporary folder, as a socket's path may have about 100 characters only."""
        digest = hashlib.sha256(str(self.state).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"daylake-{os.getuid()}-{digest}.sock"

    def save(self) -> None:
        values = {key: value for key, value in asdict(self).items() if key != "state"}
        file = self.state / "stack.json.new"
        file.touch(mode=0o600)
        file.write_text(json.dumps(values, indent=2))
        file.rename(self.state / "stack.json")


def state_folder() -> Path:
    """DAYLAKE_STATE, or .daylake/state of this checkout: two stacks live beside each other in two folders."""
    return Path(os.environ.get("DAYLAKE_STATE") or TOOLS / "state").resolve()


def load() -> Stack | None:
    """The stack that this folder describes, or None where there never was one."""
    file = state_folder() / "stack.json"
    if not file.exists():
        return None
    known = {field.name for field in fields(Stack)}
    values = {key: value for key, value in json.loads(file.read_text()).items() if key in known}
    return Stack(state=state_folder(), **values)


def create() -> Stack:
    """A stack with ports that are free now; passwords stay those of an earlier stack in the same folder."""
    before = load()
    folder = state_folder()
    (folder / "log").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # it holds passwords, the database's own log among them
    given = os.environ.get("MYSQL_URL")
    if before and not before.mysql_url_given and given == before.mysql_url:
        given = None  # it is what our own `make env` printed, in this shell, of a server that has stopped since
    ports = {name: wanted_port(name, port) for name, port in FAMILIAR_PORTS.items()}
    stack = Stack(
        state=folder,
        aws_port=ports["aws"],
        mysql_port=urlsplit(given).port or 3306 if given else ports["mysql"],
        postgres_port=ports["postgres"],
        airflow_port=ports["airflow"],
        worker_log_port=free_port(),
        triggerer_log_port=free_port(),
        mysql_password=before.mysql_password if before else secrets.token_urlsafe(18),
        postgres_password=before.postgres_password if before else secrets.token_urlsafe(18),
        airflow_password=before.airflow_password if before else secrets.token_urlsafe(12),
        jwt_secret=before.jwt_secret if before else secrets.token_urlsafe(48),
        mysql_url_given=given,
    )
    stack.save()
    return stack


def wanted_port(name: str, familiar: int) -> int:
    """The port asked for by <NAME>_PORT, which must be free; else the familiar one if it is free, else any free one."""
    variable = f"{name.upper()}_PORT"
    asked = os.environ.get(variable)
    if asked is None:
        return familiar if is_free(familiar) else free_port()
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise Problem(f"Cannot use {variable}={asked}: it is not a port; give a number from 1 to 65535", 2)
    if not is_free(int(asked)):
        raise Problem(
            f"Cannot start {name}: port {asked} is in use; stop what listens there (ss -ltnp 'sport = :{asked}') "
            f"or choose another with {variable}, or leave {variable} out and a free one is found",
            2,
        )
    return int(asked)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
