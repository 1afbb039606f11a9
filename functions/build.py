"""Writes rotation.zip and watch.zip for AWS Lambda into a folder; the same files make the same bytes.

Usage: python -m functions.build <folder>
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FUNCTIONS, SQL = PROJECT / "functions", PROJECT / "sql"
UV = PROJECT / ".daylake" / "venv" / "tools" / "bin" / "uv"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name


def build(folder: Path) -> None:
    """The zips hold what AWS's Python lacks; rotation's also the grants of all pipelines."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as libraries:
        install(Path(libraries))
        rotation = sources("rotation") | packages(Path(libraries)) | grants()
        write(folder / "rotation.zip", rotation)
    write(folder / "watch.zip", sources("watch"))


def sources(function: str) -> dict[str, Path]:
    return {file.name: file for file in (FUNCTIONS / function).glob("*.py")}


def grants() -> dict[str, Path]:
    return {file.relative_to(PROJECT).as_posix(): file for file in SQL.glob("*/grants/*.sql")}


def install(folder: Path) -> None:
    lock = str(FUNCTIONS / "requirements.lock")
    options = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--python", sys.executable]
    subprocess.run([str(UV), "pip", "install", *options, "--target", str(folder), "-r", lock], check=True)


def packages(folder: Path) -> dict[str, Path]:
    """What was installed, but for the notes of the installer, which differ each time."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return {name: file for name, file in files.items() if file.suffix == ".py" or ".dist-info/licenses/" in name}


def write(path: Path, files: dict[str, Path]) -> None:
    """Not compressed, as zlib's versions differ in their bytes; the zips are small."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name, file in sorted(files.items()):
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            out.writestr(entry, file.read_bytes())


if __name__ == "__main__":
    build(Path(sys.argv[1]))
