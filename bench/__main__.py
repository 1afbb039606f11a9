"""python -m bench: measures `daylake ingest` beside other ways, and prints what each costs."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.release import JAR
from laptop.stack import TOOLS

from . import contestants, database, lake, report, spark_submit
from . import rows as rows_kept
from .contestants import PEERS, PYTHON, Task
from .results import Results, facts
from .running import run_once

HERE = Path(__file__).parent
STATE = TOOLS / "bench"
console = Console(width=None if sys.stdout.isatty() else 160)


def main(
    rows: Annotated[str, typer.Option(help="how many rows; several with commas")] = "1000000,8000000",
    rounds: Annotated[int, typer.Option(help="how often each is run, in turns; medians are told", min=1)] = 3,
    peers: Annotated[str, typer.Option(help="some of them, with commas: " + ", ".join(p.name for p in PEERS))] = "",
    jar: Annotated[Path, typer.Option(help="the daylake.jar to measure", exists=True)] = JAR,
    keep: Annotated[bool, typer.Option(help="write the results into bench/results and bench/README.md")] = False,
) -> None:
    """Measure every peer on a database server, a local AWS and rows of its own."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped
    counts = [int(count) for count in rows.split(",")]
    chosen = [peer for peer in PEERS if not peers or peer.name in peers.split(",")]
    with database.running(STATE / "mariadb", counts) as server:
        origins = {count: rows_kept.fill(server, count, STATE, rows_kept.generator(PYTHON)) for count in counts}
        with lake.running(STATE / "stack", server) as stack:
            spark = spark_submit.prepare(STATE / "spark", stack, jar.resolve())
            found = Results(facts(server, origins, rounds), [])
            for count in counts:
                task = Task(server, count, STATE / "out", spark, contestants.pipeline(STATE / "pipelines", count))
                before = server.pages_read_from_disk
                for turn in range(1, rounds + 1):
                    for peer in chosen:
                        run = run_once(peer, task, stack, STATE / "log")
                        found.runs.append(run)
                        console.print(
                            f"{count:,} rows, round {turn}: {peer.name} {run.sentence}", highlight=False, soft_wrap=True
                        )
                found.facts["pages_read_from_disk"][str(count)] = server.pages_read_from_disk - before
                report.show(found, count, console)
                found.save(STATE / "results")
    report.show_goals(found, console)
    if keep:
        found.save(HERE / "results")
        report.write(found, HERE / "README.md")


if __name__ == "__main__":
    typer.run(main)
