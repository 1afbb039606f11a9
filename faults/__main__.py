"""python -m faults: runs the fault matrix, writes .daylake/faults.json and prints it as a table."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from laptop import up
from laptop.progress import Progress
from laptop.stack import TOOLS

from . import clusters, program
from .with_airflow import prepared

KEPT = TOOLS / "faults.json"
STACKS = TOOLS / "faults"
console = Console(width=None if sys.stdout.isatty() else 160)


def main(
    only: Annotated[str, typer.Option(help="a regular expression of cells' names, `stage / fault`")] = "",
    break_: Annotated[str, typer.Option("--break", help="a known-bad variant (spark-jobs/src/test/broken)")] = "",
) -> None:
    """Run every cell that is asked for, one after the other, on stacks of their own."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped
    os.environ.pop("MYSQL_URL", None)
    progress = Progress(Console(quiet=True))
    results: list[dict] = []
    try:
        for result in cells(progress, only, break_):
            results.append(result)
            mark = "[red]broken[/red]" if result["broken"] else "[green]✓[/green]"
            console.print(
                f"{mark} {result['cell']} / {result['fault']} [dim]{result['seconds']} s[/dim]", highlight=False
            )
    finally:
        KEPT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
        up.down(progress)
    console.print(table(results))
    broken = sum(result["broken"] is not None for result in results)
    print(f"{len(results)} cells, {broken} broken")
    sys.exit(1 if broken or not results else 0)


def cells(progress: Progress, only: str, break_: str) -> Iterator[dict]:
    """The program's; then the clusters', which need Airflow and know no variant of the program."""
    choose_stack("stack", progress)
    yield from program.cells(up.up(progress, ("aws", "mysql")), only, break_)
    if not break_ and clusters.named(only):
        up.down(progress)
        choose_stack("airflow", progress)
        yield from clusters.cells(prepared(progress), only)


def choose_stack(name: str, progress: Progress) -> None:
    os.environ["DAYLAKE_STATE"] = str(STACKS / name)
    up.down(progress)  # one that a killed run left


def table(results: list[dict]) -> Table:
    shown = Table("cell", "fault", "fired", "outcome", "readers saw", "s", "broken", title="the fault matrix")
    for each in results:
        fired, seconds = str(len(each["fired"])), f"{each['seconds']:.1f}"
        outcome = each["outcome"].split(":")[0]
        why = f"[red]{each['broken']}[/red]" if each["broken"] else ""
        shown.add_row(each["cell"], each["fault"], fired, outcome, each["readers"], seconds, why)
    return shown


if __name__ == "__main__":
    typer.run(main)
