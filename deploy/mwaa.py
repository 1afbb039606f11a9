"""Writes what MWAA installs, plugins.zip and requirements.txt, into a folder; the same files make the same bytes.

Usage: python -m deploy.mwaa <folder>
"""

import sys
from pathlib import Path

from functions.build import write

from .release import PROJECT

DAGS = PROJECT / "dags"


def build(folder: Path) -> None:
    """No wheels: the image has what the DAGs need. pip, which has no way to an index there, only confirms that."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "plugins.zip", {file.name: file for file in (DAGS / "plugins").glob("*.py")})
    (folder / "requirements.txt").write_text(f"--no-index\n{(DAGS / 'requirements.in').read_text()}")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
