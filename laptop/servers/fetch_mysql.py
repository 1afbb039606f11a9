"""Fetches a MySQL server with all its libraries into a folder, from Debian's packages: fetch_mysql.py <folder>

It uses apt with directories of its own, so that nothing of this machine changes. Where MySQL cannot be had, the folder
holds one file, `missing`, that says why; tests that want it are then skipped with that sentence.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE, SUITE = "mysql-server-core", "sid"
SOURCES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))


class Missing(Exception):
    """Why there is no MySQL."""


def mirror() -> str:
    """The address from which this machine has Debian's own packages."""
    files = [file for place in SOURCES for file in (sorted(place.glob("*")) if place.is_dir() else [place])]
    text = "\n".join(file.read_text() for file in files if file.is_file())
    found = re.search(r"^(?:deb(?: \[[^]]*\])?|URIs:) *(\S+/debian)/?(?:\s|$)", text, re.MULTILINE)
    if found is None:
        raise Missing("this machine has no mirror of Debian among its apt sources")
    return found[1]


def fetch(work: Path, folder: Path) -> None:
    for name in ("lists/partial", "archives/partial", "parts"):
        (work / name).mkdir(parents=True)
    (work / "status").touch()
    (work / "sources.list").write_text(f"deb {mirror()} {SUITE} main\n")
    apt(work, "update")
    apt(work, "install", "--download-only", "--no-install-recommends", "--yes", PACKAGE)
    for archive in sorted((work / "archives").glob("*.deb")):
        run("dpkg-deb", "-x", str(archive), str(folder))


def apt(work: Path, *command: str) -> None:
    places = {
        "Dir::State::lists": work / "lists",
        "Dir::State::status": work / "status",
        "Dir::Cache": work,
        "Dir::Cache::archives": work / "archives",
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": work / "parts",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "true",
    }
    run("apt-get", "--quiet", *(f"--option={key}={value}" for key, value in places.items()), *command)


def run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not here") from None
    except subprocess.TimeoutExpired:
        raise Missing(f"{command[0]} took longer than 300 s") from None
    except subprocess.CalledProcessError as failed:
        lines = (failed.stderr or failed.stdout).strip().splitlines() or [f"exit code {failed.returncode}"]
        raise Missing(f"{command[0]} fails: {lines[-1]}") from None


def main(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        try:
            fetch(Path(work), folder)
        except Missing as why:
            shutil.rmtree(folder)
            folder.mkdir()
            (folder / "missing").write_text(f"Cannot fetch MySQL: {why}; install nothing, or set MYSQL_HOME\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
