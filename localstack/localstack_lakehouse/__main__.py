"""Starts LocalStack with the lakehouse services as a plain process, in the foreground, on loopback only."""

import argparse
import os
import resource
import socket
import sys
from pathlib import Path

from localstack_lakehouse import api_index

LOOPBACK = "127.0.0.1"


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    port = reserve(options.port)
    state = Path(options.state).absolute()
    state.mkdir(parents=True, exist_ok=True)
    api_index.provide(state)
    (state / "endpoint").write_text(f"http://{LOOPBACK}:{port}\n")
    print(f"LocalStack answers on http://{LOOPBACK}:{port}, its files are in {state}", flush=True)
    allow_open_files()
    os.execve(sys.executable, [sys.executable, "-P", "-m", "localstack.runtime.main"], environment(port, state))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m localstack_lakehouse", description=__doc__)
    parser.add_argument("--port", type=int, default=4566, help="0 takes a free one; %(default)s if not given")
    parser.add_argument("--state", required=True, metavar="DIR", help="for all files; DIR/endpoint holds the address")
    return parser


def environment(port: int, state: Path) -> dict[str, str]:
    """The settings with which LocalStack runs well outside a container; the rest of the environment stays."""
    return os.environ | {
        "GATEWAY_LISTEN": f"{LOOPBACK}:{port}",
        "GATEWAY_SERVER": "loopback",
        "LOCALSTACK_HOST": f"{LOOPBACK}:{port}",
        "SQS_ENDPOINT_STRATEGY": "path",
        "OVERRIDE_IN_DOCKER": "0",
        "FILESYSTEM_ROOT": str(state),
        "LAMBDA_RUNTIME_EXECUTOR": "local",
        "PROVIDER_OVERRIDE_SECRETSMANAGER": "lakehouse",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
    }


def reserve(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            sys.exit(f"Cannot listen on {LOOPBACK}:{port}: {error.strerror}; stop what listens there or use --port 0")
        return probe.getsockname()[1]


def allow_open_files() -> None:
    """LocalStack keeps a file open for every S3 object over 512 KB."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
