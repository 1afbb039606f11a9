"""The stack's processes, kept by supervisord (a library from PyPI): started, watched, logged and stopped together."""

import os
import resource
import shlex
import subprocess
import time
from collections.abc import Callable
from configparser import RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from deploy.problem import Problem

from . import environment
from .stack import Stack


@dataclass(frozen=True)
class Process:
    """One server: the command that supervisord keeps in the foreground, what it is, and how it is asked to stop."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    what: str
    stop_signal: str = "TERM"
    stop_seconds: int = 20


def quoted(text: str) -> str:
    """A value of `environment` in supervisord's own language, which knows both quotes, no escapes, and expands %."""
    mark = "'" if '"' in text else '"'
    if mark in text:
        raise Problem("Cannot start the stack: an environment variable holds both kinds of quotes; take one kind out")
    return mark + text.replace("%", "%%") + mark


def configuration(stack: Stack, processes: list[Process]) -> RawConfigParser:
    """supervisord's configuration; it holds passwords, so its file is readable by its owner only."""
    config = RawConfigParser()
    config["unix_http_server"] = {"file": str(stack.control), "chmod": "0600"}
    config["supervisord"] = {
        "logfile": str(stack.log / "supervisord.log"),
        "pidfile": str(stack.state / "supervisord.pid"),
        "directory": str(stack.state),
    }
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    for place, process in enumerate(processes):
        config[f"program:{process.name}"] = {
            "command": shlex.join(process.command).replace("%", "%%"),
            "environment": ",".join(f"{key}={quoted(value)}" for key, value in sorted(process.environment.items())),
            "priority": str(place),
            "autostart": "false",
            "autorestart": "unexpected",
            "startsecs": "1",
            "stopsignal": process.stop_signal,
            "stopwaitsecs": str(process.stop_seconds),
            "stopasgroup": "false",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": str(stack.log / f"{process.name}.log"),
            "stdout_logfile_maxbytes": "20MB",
            "stdout_logfile_backups": "1",
        }
    return config


def start_supervisor(stack: Stack, processes: list[Process]) -> None:
    file = stack.state / "supervisord.conf"
    file.touch(mode=0o600)
    with file.open("w") as out:
        configuration(stack, processes).write(out)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the local S3 keeps a file open for each large object
    command = [str(environment.LOCAL_PYTHON / "supervisord"), "--configuration", str(file)]
    subprocess.run(command, check=True, env=environment.base())
    wait_for("supervisord", lambda: states(stack) is not None, 10, stack.log / "supervisord.log")


def supervisor(stack: Stack):
    """supervisord's API; every call fails with OSError where it does not run."""
    transport = SupervisorTransport(None, None, f"unix://{stack.control}")
    return ServerProxy("http://127.0.0.1", transport=transport).supervisor


def states(stack: Stack) -> dict[str, dict] | None:
    """What supervisord says of each process (statename, pid, start, …), by name; None where nothing runs."""
    try:
        return {info["name"]: info for info in supervisor(stack).getAllProcessInfo()}
    except OSError:
        return None


def start(stack: Stack, process: Process) -> None:
    try:
        supervisor(stack).startProcess(process.name, False)
    except Fault as fault:
        if "ALREADY_STARTED" not in fault.faultString:
            raise Problem(
                f"Cannot start {process.what}: {fault.faultString}; see {stack.log / process.name}.log"
            ) from None


def stop_all(stack: Stack) -> None:
    """Stops every process, the last one listed first, and then supervisord itself."""
    pid = supervisor(stack).getPID()
    supervisor(stack).shutdown()
    deadline = time.monotonic() + 90
    while exists(pid):
        if time.monotonic() > deadline:
            raise Problem(f"Cannot stop the stack: supervisord ({pid}) still runs; see {stack.log}/supervisord.log")
        time.sleep(0.1)


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(what: str, ready: Callable[[], bool], seconds: float, log: Path) -> None:
    """Waits until `ready` answers true; a refused connection counts as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if ready():
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(no log)"
            raise Problem(f"Cannot start {what}: not ready after {seconds:.0f} s; the end of {log}:\n{tail}")
        time.sleep(0.2)
