"""The commands behind the Makefile: up, run, env, status, down."""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.problem import Problem

from . import daily_run, environment, load, processes, provision, report, servers, stack
from . import up as bring
from .progress import Progress

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
console = Console(width=None if sys.stdout.isatty() else 140)
progress = Progress(console)


@app.command()
def up(
    only: Annotated[str, typer.Option(help="aws, mysql, airflow; several with commas")] = "aws,mysql,airflow",
    schedule: Annotated[bool, typer.Option(help="whether the daily schedule is live")] = True,
) -> None:
    """Keep the whole stack running, the daily schedule live."""
    parts = tuple(only.split(","))
    made = prepare(parts)
    if "airflow" in parts and schedule:
        load.fill(made, None, "stop", progress)
        bring.keep_schedule(made, progress)
        progress.done(f"{daily_run.DAG} runs every day at 02:00 UTC, and now for yesterday if it has not yet")
        console.print(report.places(made), highlight=False, soft_wrap=True)


@app.command()
def run(
    data: Annotated[Path | None, typer.Option(help="the City's CSV export; made-up rows without it")] = None,
    day: Annotated[str | None, typer.Option(help="the day to publish, YYYY-MM-DD; yesterday without it")] = None,
    on_bad_rows: Annotated[str, typer.Option(help="stop or keep: whether bad rows stop the run")] = "stop",
) -> None:
    """Run a day of the pipeline and print what came out."""
    wanted = parse_day(day)
    if data is not None and not data.is_file():
        raise Problem(f"Cannot load {data}: there is no such file; give the path of a CSV export as DATA=", 2)
    if on_bad_rows not in ("stop", "keep"):
        raise Problem(f"Cannot use ON_BAD_ROWS={on_bad_rows}: it is stop or keep; choose one", 2)
    made = prepare(bring.EVERYTHING)
    load.fill(made, data, on_bad_rows, progress)
    airflow_run, tasks = daily_run.run_day(made, wanted, late=day is not None, progress=progress)
    receipts = [daily_run.receipt(made, airflow_run, step) for step in ("ingest", "curate")]
    seconds = progress.seconds | {daily_run.task_name(task): task["duration"] or 0 for task in tasks}
    report.show(made, wanted, receipts, seconds, progress)


def prepare(parts: tuple[str, ...]) -> stack.Stack:
    """The stack, up, with everything in it that the pipeline needs."""
    made = bring.up(progress, parts)
    with progress.step("create what the pipeline needs"):
        provision.provision(made)
        provision.deploy(made)
    return made


def parse_day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date() - timedelta(days=1)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(
            f"Cannot run day '{text}': it is not a day; write it as YYYY-MM-DD, as in 2016-01-04", 2
        ) from None


@app.command()
def env() -> None:
    """Print shell exports: eval "$(make -s env)"."""
    for key, value in environment.exports(running()).items():
        print(f"export {key}='{value}'")


@app.command()
def status() -> None:
    """Show what runs where."""
    made = running()
    states = processes.states(made)
    whats = {process.name: process.what for process in everything(made)}
    table = Table("process", "state", "pid", "what")
    for name, info in states.items():
        if info["statename"] != "STOPPED":
            table.add_row(name, info["statename"], str(info["pid"]), whats[name])
    console.print(table)
    console.print(f"logs: {os.path.relpath(made.log)}/<process>.log", highlight=False)


@app.command()
def down() -> None:
    """Stop everything and leave no process behind."""
    bring.down(progress)


def everything(made: stack.Stack) -> list[processes.Process]:
    return [servers.local_aws(made), servers.mysql(made), servers.postgres(made), *servers.airflow(made)]


def running() -> stack.Stack:
    made = stack.load()
    if made is None or processes.states(made) is None:
        raise Problem("Cannot find a stack: nothing is up; start one with make up or make run", 4)
    return made


if __name__ == "__main__":
    try:
        app()
    except Problem as problem:
        Console(stderr=True).print(f"[red]✗[/red] {escape(str(problem))}", highlight=False, soft_wrap=True)
        sys.exit(problem.exit_code)
