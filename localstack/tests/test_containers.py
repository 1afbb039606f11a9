"""The files for people with Docker, which is absent where these tests usually run: read, not started."""

import re
from pathlib import Path

import yaml

PACKAGE = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((PACKAGE / "compose.yaml").read_text())
DOCKERFILE = (PACKAGE / "Dockerfile").read_text()


def test_ports_are_published_on_loopback_only():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert sorted(ports) == ["127.0.0.1:3306:3306", "127.0.0.1:4566:4566"]


def test_images_are_pinned():
    images = [service["image"] for service in COMPOSE["services"].values() if "image" in service]
    images += [
        name for name in re.findall(r"^FROM (\S+)|--from=(\S+:\S+)", DOCKERFILE, re.MULTILINE) for name in name if name
    ]
    assert len(images) == 4
    assert all(re.search(r":[\w.-]*\d", image) and not image.endswith(":latest") for image in images), images


def test_no_password_is_written_down():
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "URL" in name:
                assert "${MYSQL_ROOT_PASSWORD:?" in value


def test_every_file_that_the_image_takes_exists():
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (PACKAGE / source).exists(), source


def test_the_image_has_the_packages_that_the_plugin_needs():
    needed = re.search(
        r"^dependencies = \[(.*?)^\]", (PACKAGE / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL
    )
    for name in re.findall(r'"([\w-]+)', needed[1]):
        assert name == "localstack-core" or f"{name}==" in DOCKERFILE, name
