"""The cells of the program `daylake`, which run in one JVM (spark-jobs/src/test/java/io/daylake/faults)."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from laptop import environment
from laptop.stack import PROJECT, TOOLS, Stack

CLASS_PATH = TOOLS / "faults" / "class-path"
MAIN = "io.daylake.faults.FaultsMain"
SPARK_JOBS = PROJECT / "spark-jobs"


def cells(stack: Stack, only: str, broken: str) -> Iterator[dict]:
    """A line of faults.json for each cell as it ends; `broken` names a variant that is known to be bad."""
    results, log = TOOLS / "faults" / "program.json", TOOLS / "faults" / "program.log"
    results.write_text("")
    command = [f"{environment.java_home()}/bin/java", *java_options(), "-cp", class_path(), MAIN]
    arguments = [str(results), only, *([broken] if broken else [])]
    variables = os.environ | environment.exports(stack)
    with log.open("w") as out, results.open() as lines:
        process = subprocess.Popen(
            [*command, *arguments], cwd=SPARK_JOBS, env=variables, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            while process.poll() is None:
                yield from whole(lines)
                time.sleep(0.2)
            yield from whole(lines)
        finally:
            process.terminate()
            process.wait()
    if process.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        yield cell("program", "none", f"the cells ended with {process.returncode}; see {log}:\n{tail}")


def whole(lines) -> Iterator[dict]:
    """Results that are written to their end."""
    while True:
        place = lines.tell()
        line = lines.readline()
        if not line.endswith("\n"):
            lines.seek(place)
            return
        yield json.loads(line)


def cell(name: str, fault: str, broken: str) -> dict:
    said = {"fired": [], "outcome": "not ended", "readers": "unknown", "seconds": 0}
    return {"cell": name, "fault": fault, **said, "broken": broken}


def java_options() -> list[str]:
    return (TOOLS / "faults" / "java-options").read_text().split()


def class_path() -> str:
    classes = [SPARK_JOBS / "target" / "test-classes", SPARK_JOBS / "target" / "classes"]
    jars = [jar for jar in CLASS_PATH.read_text().strip().split(":") if "slf4j-nop" not in Path(jar).name]
    return ":".join([*map(str, classes), *jars])
