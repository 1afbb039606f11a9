"""Where Trino and the Java that it needs are on this machine, or a sentence that says what is missing."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

JAVA = 25
JAVA_PLACES = Path("/usr/lib/jvm")


class NotInstalled(Exception):
    """The message says what is missing and what to do."""


@dataclass(frozen=True)
class Installation:
    home: Path
    java: Path

    @staticmethod
    def find() -> "Installation":
        return Installation(trino_home(), java())


def trino_home() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = Path(os.environ.get("TRINO_HOME") or cache / "daylake" / "trino-476")
    if not (home / "plugin" / "hive").is_dir():
        raise NotInstalled(
            f"Cannot start Trino: it is not in {home}; fetch it (make trino, or trino/fetch FOLDER), or set TRINO_HOME"
        )
    return home


def java() -> Path:
    """JAVA25_HOME and nothing else where it is set; or a JDK among the system's; or the one on the path."""
    if named := os.environ.get("JAVA25_HOME"):
        places = [Path(named)]
    else:
        places = sorted(JAVA_PLACES.glob(f"*{JAVA}*"))
        if found := shutil.which("java"):
            places.append(Path(found).resolve().parents[1])
    for place in places:
        program = place / "bin" / "java"
        if version(program) == JAVA:
            return program
    where = f"JAVA25_HOME={named} is none" if named else f"none is in {JAVA_PLACES} or on the path"
    raise NotInstalled(
        f"Cannot start Trino: it needs a Java {JAVA}, and {where}; install one (temurin-{JAVA}-jdk), or set JAVA25_HOME"
    )


def version(program: Path) -> int | None:
    if not os.access(program, os.X_OK):
        return None
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else None


if __name__ == "__main__":
    try:
        print(f"Trino is in {trino_home()}, and starts with {java()}")
    except NotInstalled as missing:
        sys.exit(str(missing))
