"""The functions as they are deployed, out of their zips, and around them a real MariaDB with TLS and the local AWS."""

import importlib.util
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from tests.mariadb import MariaDb, mariadb_home
from tests.process import LocalAws

from functions.build import PROJECT, build
from laptop import certificates
from rotating import Source


@pytest.fixture(scope="session")
def zips(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("zips")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def function(zips) -> Callable:
    """A function's handler, by the function's name."""

    def load(name: str) -> Callable:
        folder = zips / name
        zipfile.ZipFile(zips / f"{name}.zip").extractall(folder)
        sys.path.insert(0, str(folder))
        # Each has its file of this name, so neither may be imported as `handler`.
        spec = importlib.util.spec_from_file_location(f"{name}_handler", folder / "handler.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.handler

    return load


class TlsMariaDb(MariaDb):
    """Its certificate is for 127.0.0.1, by an authority that only this test knows."""

    def __init__(self, home: Path, folder: Path):
        super().__init__(home, folder)
        self.tls = folder / "tls"
        certificates.make(self.tls)

    def _options(self) -> list[str]:
        files = {"ssl-ca": "ca.pem", "ssl-cert": "server.pem", "ssl-key": "server-key.pem"}
        return [*super()._options(), *(f"--{option}={self.tls / file}" for option, file in files.items())]


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory) -> Iterator[MariaDb]:
    home = mariadb_home(PROJECT)
    if not home:
        pytest.skip("no MariaDB binaries; set MARIADB_HOME")
    server = TlsMariaDb(home, tmp_path_factory.mktemp("mariadb"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory) -> Iterator[LocalAws]:
    spark = {"SPARK_HOME": str(PROJECT / ".daylake" / "spark"), "EMR_WORKER_CORES": "1"}
    with LocalAws(tmp_path_factory.mktemp("local-aws"), spark) as aws:
        yield aws


@pytest.fixture(scope="session")
def client(local_aws) -> Callable:
    return lambda service: boto3.client(service, **local_aws.client_settings)


@pytest.fixture(scope="session")
def _environment(local_aws) -> Iterator[None]:
    """What Lambda gives a function's process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", local_aws.endpoint)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield


@pytest.fixture(scope="session")
def rotation(function, _environment) -> Callable:
    return function("rotation")


@pytest.fixture(scope="session")
def watch(function, _environment) -> Callable:
    return function("watch")


@pytest.fixture(scope="session")
def source(client, mariadb) -> Source:
    return Source(client, mariadb)
