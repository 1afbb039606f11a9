"""What MWAA installs: asked of pip itself, in an Airflow of the same versions, without a package index."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from deploy.mwaa import DAGS, build
from deploy.release import PROJECT

PIP = PROJECT / ".daylake" / "venv" / "tools" / "bin" / "pip"
AIRFLOW = PROJECT / ".daylake" / "venv" / "airflow" / "bin" / "python"


@pytest.fixture
def built(tmp_path):
    build(tmp_path / "dist")
    return tmp_path / "dist"


def pip_on_mwaa(requirements: Path) -> subprocess.CompletedProcess:
    """As MWAA calls pip, but that nothing is changed here."""
    command = [PIP, "--disable-pip-version-check", "--python", AIRFLOW, "install", "--dry-run", "-r", requirements]
    return subprocess.run(command, capture_output=True, text=True)


def test_nothing_is_installed_and_no_index_is_asked(built):
    said = pip_on_mwaa(built / "requirements.txt")

    assert said.returncode == 0, said.stdout + said.stderr
    assert "Would install" not in said.stdout
    assert said.stdout.count("Requirement already satisfied: apache-airflow-providers-amazon") >= 1


def test_an_image_with_another_version_is_noticed(built):
    requirements = built / "requirements.txt"
    requirements.write_text(
        requirements.read_text().replace("amazon[aiobotocore]==9.34.0", "amazon[aiobotocore]==9.35.0")
    )

    said = pip_on_mwaa(requirements)

    assert said.returncode == 1
    assert "No matching distribution found for apache-airflow-providers-amazon[aiobotocore]==9.35.0" in said.stderr


def test_no_comment_reads_as_a_constraint(built):
    """MWAA looks for these letters anywhere in the file, and leaves its own constraints out where it finds them."""
    assert not re.search(r"-c |--constraint ", (built / "requirements.txt").read_text())


def test_the_plugin_is_importable_from_the_zip_as_the_triggerer_does(built, tmp_path):
    with zipfile.ZipFile(built / "plugins.zip") as plugins:
        assert plugins.namelist() == ["daylake_deadline.py"]
        plugins.extractall(tmp_path / "plugins")

    script = "from daylake_deadline import announce; print(announce.__module__)"
    said = subprocess.run(
        [AIRFLOW, "-c", script], capture_output=True, text=True, env={"PYTHONPATH": tmp_path / "plugins"}
    )

    assert said.stdout.splitlines()[-1] == "daylake_deadline", said.stderr


def test_the_same_files_make_the_same_bytes(built, tmp_path):
    build(tmp_path / "again")

    for name in ("plugins.zip", "requirements.txt"):
        assert (built / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_what_was_tested_here_is_what_the_lock_for_mwaas_python_says():
    mwaa, laptop = (pins(DAGS / f"requirements-{name}.lock") for name in ("3.12", "laptop"))

    assert mwaa.items() <= laptop.items()


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE))
