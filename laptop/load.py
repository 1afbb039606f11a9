"""Filling the source: the rows of a file, or made-up ones, through `daylake load`."""

import subprocess
from pathlib import Path

from deploy.problem import Problem
from deploy.release import JAR

from . import environment, rows
from .names import NAMES
from .progress import Progress
from .source_database import drop_made_up_rows, rows_of_origin
from .stack import PROJECT, Stack

PIPELINE = PROJECT / "sql" / "chicago_crimes"
TABLE = "crimes"
MADE_UP_ROWS = 100_000


def fill(stack: Stack, data: Path | None, on_bad_rows: str, progress: Progress) -> None:
    """Loads the file; without one, made-up rows, unless the source holds real ones already."""
    real, made_up = rows_of_origin(stack.mysql_url, TABLE, rows.FIRST_ID)
    if data is None and real:
        progress.done(f"the source holds {real:,} real rows: they are used (make clean begins anew with made-up ones)")
    elif data is None:
        with progress.step(f"make up {MADE_UP_ROWS:,} rows and load them"):
            file = stack.state / "made-up.csv"
            rows.write(file, MADE_UP_ROWS)
            said = load(stack, file, on_bad_rows)
            file.unlink()
        progress.console.print(said.strip(), style="dim", highlight=False)
    else:
        if made_up:
            drop_made_up_rows(stack.mysql_url, TABLE, rows.FIRST_ID)
            progress.done(f"removed {made_up:,} made-up rows before the real ones come")
        with progress.step(f"load {data.name} ({data.stat().st_size / 1e6:.1f} MB)"):
            said = load(stack, data, on_bad_rows)
        progress.console.print(said.strip(), style="dim", highlight=False)


def load(stack: Stack, file: Path, on_bad_rows: str) -> str:
    """Runs `daylake load`; returns what it printed, or raises its sentence with its exit code."""
    java = Path(environment.java_home()) / "bin" / "java"
    command = [str(java), "-jar", str(JAR), "load", "--pipeline", str(PIPELINE), "--rows", str(file.resolve())]
    options = ["--secret", NAMES.loader_secret, "--on-bad-rows", on_bad_rows]
    variables = environment.base() | environment.aws(stack)
    ended = subprocess.run([*command, *options], env=variables, capture_output=True, text=True)
    if ended.returncode:
        said = f"{ended.stdout}{ended.stderr}".strip()
        raise Problem(said.replace("--on-bad-rows keep", "ON_BAD_ROWS=keep"), ended.returncode)
    return ended.stdout
