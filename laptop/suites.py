"""`make test`: every suite, two at a time as there are two cores; prints the seconds of each."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from . import environment, processes, stack
from .stack import PROJECT, TOOLS

console = Console(width=None if sys.stdout.isatty() else 120)
LOCAL, AIRFLOW = environment.LOCAL_PYTHON, environment.AIRFLOW_PYTHON
LAPTOP = [str(LOCAL / "python"), "-m", "laptop"]
PYTEST = ["-m", "pytest", "-q", "--no-header", "--timeout=600", "-p", "no:cacheprovider"]
FOREIGN = ("AWS_", "AIRFLOW", "MYSQL_", "SPARK_", "DAYLAKE_")  # settings of this shell that lead elsewhere
STATE = TOOLS / "test"
PYTHON_CODE = "bench deploy dags faults functions laptop localstack terraform tests"

LINT = f"""
{LOCAL}/ruff check --quiet {PYTHON_CODE}
{LOCAL}/ruff format --quiet --check {PYTHON_CODE}
{LOCAL}/sqlfluff lint --dialect sparksql sql/*/curated.sql sql/*/checks
{LOCAL}/sqlfluff lint --dialect athena sql/*/views
{LOCAL}/sqlfluff lint --dialect mysql sql/*/source.sql sql/*/grants
{LOCAL}/shellcheck bootstrap/*.sh laptop/*.sh .ci/run
{LOCAL}/shellcheck localstack/spark/bin/* localstack/spark/archive-classes localstack/trino/fetch
"""

PLAN = {"terraform's plan": [str(LOCAL / "python"), *PYTEST, "-rs", "terraform/tests"]}
APPLIED = [str(LOCAL / "python"), *PYTEST, "-rs", "--durations=12", "terraform/tests/applied"]
TERRAFORM = PLAN | {"terraform, applied": APPLIED}
# Only of files that need no whole stack: they start a local AWS of their own.
ON_TRINO = ["localstack/tests/test_trino.py", "localstack/tests/test_athena_tables.py"]
TRINO = {"Athena on Trino": [str(LOCAL / "python"), *PYTEST, "-rs", "-m", "", "--durations=8", *ON_TRINO]}
WHOLE = {"terraform": TERRAFORM, "trino": TRINO}
UP = [*LAPTOP, "up", "--no-schedule"]
DOWN = [*LAPTOP, "down"]
# The first lane mostly waits, so that the second has most of the processor. spark-jobs needs the stack: it comes last.
LANES: list[dict[str, list[str]]] = [
    {
        "stack": UP,
        "end to end": [str(LOCAL / "python"), *PYTEST, "--durations=8", "tests"],
        "local AWS": [str(LOCAL / "python"), *PYTEST, "-rs", "--durations=8", "localstack/tests"],
    },
    {
        "lint": ["bash", "-euc", LINT],
        "dags": [str(AIRFLOW / "python"), *PYTEST, "dags/tests"],
        "functions": [str(LOCAL / "python"), *PYTEST, "functions/tests"],
        "deploy": [str(LOCAL / "python"), *PYTEST, "deploy/tests"],
        **PLAN,
        "bench": [str(LOCAL / "python"), *PYTEST, "bench/tests"],
        "laptop": [str(LOCAL / "python"), *PYTEST, "laptop/tests"],
        "spark-jobs": ["mvn", "--batch-mode", "--no-transfer-progress", "-Dstyle.color=never", "verify"],
    },
]


@dataclass(frozen=True)
class Ended:
    """A suite that has ended: its seconds of wall time, and whether it passed."""

    name: str
    seconds: float
    passed: bool


def run(name: str, command: list[str]) -> Ended:
    """Runs a suite and prints its output in one piece when it has ended."""
    begin = time.monotonic()
    console.print(f"… {name}", highlight=False)
    ended = subprocess.run(
        command, env=variables(), cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    console.rule(name)
    print(ended.stdout, flush=True)
    return Ended(name, time.monotonic() - begin, ended.returncode == 0)


def variables() -> dict[str, str]:
    """What the suites see: this shell's variables, the stack's folder, and the stack's addresses while there is one."""
    os.environ["DAYLAKE_STATE"] = str(STATE)
    made = stack.load()
    up = made is not None and processes.states(made) is not None
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    ours = {"DAYLAKE_STATE": str(STATE), "DAYLAKE_MORE_DAGS": str(PROJECT / "tests" / "dags")}
    return kept | ours | (environment.exports(made) if up else {})


def main(which: list[str]) -> int:
    """All suites, or only those of `make test-terraform` or `make test-trino`, which need what few machines have."""
    begin = time.monotonic()
    if which:
        return 0 if all(run(*suite).passed for suite in WHOLE[which[0]].items()) else 1
    subprocess.run(DOWN, env=variables(), cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(STATE, ignore_errors=True)
    ended: list[Ended] = []
    with ThreadPoolExecutor() as lanes:
        for lane in lanes.map(lambda lane: [run(*suite) for suite in lane.items()], LANES):
            ended += lane
    ended.append(run("down", DOWN))
    table = Table("suite", "seconds", "", title="make test")
    table.columns[1].justify = "right"
    for each in ended:
        table.add_row(each.name, f"{each.seconds:.0f}", "[green]passed[/green]" if each.passed else "[red]failed[/red]")
    table.add_row("all, two at a time", f"{time.monotonic() - begin:.0f}")
    console.print(table)
    return 0 if all(each.passed for each in ended) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
