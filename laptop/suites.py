"""`make test`: every suite, one after the other, on one stack of their own; prints the seconds of each."""

import os
import subprocess
import sys
import time

from rich.console import Console
from rich.table import Table

from . import environment, stack
from .stack import PROJECT, TOOLS

console = Console(width=None if sys.stdout.isatty() else 120)
LOCAL, AIRFLOW = environment.LOCAL_PYTHON, environment.AIRFLOW_PYTHON
LAPTOP = [str(LOCAL / "python"), "-m", "laptop"]
PYTEST = ["-m", "pytest", "-q", "--no-header", "--timeout=600", "-p", "no:cacheprovider"]
FOREIGN = ("AWS_", "AIRFLOW", "MYSQL_", "SPARK_", "DAYLAKE_")  # settings of this shell that lead elsewhere
CODE = ["laptop", "localstack", "dags", "tests"]

LINT = f"""
{LOCAL}/ruff check --quiet {" ".join(CODE)}
{LOCAL}/ruff format --quiet --check {" ".join(CODE)}
{LOCAL}/sqlfluff lint --nofail-ignored --dialect sparksql sql/*/curated.sql sql/*/checks
{LOCAL}/sqlfluff lint --dialect athena sql/*/views
{LOCAL}/sqlfluff lint --dialect mysql sql/*/source.sql
{LOCAL}/shellcheck bootstrap/*.sh laptop/*.sh .ci/run localstack/spark/bin/* localstack/spark/archive-classes
"""


def suites() -> dict[str, list[str]]:
    """The commands in their order; those before `stack` need nothing that runs."""
    return {
        "lint": ["bash", "-euc", LINT],
        "laptop": [str(LOCAL / "python"), *PYTEST, "laptop/tests"],
        "local AWS": [str(LOCAL / "python"), *PYTEST, "localstack/tests"],
        "dags": [str(AIRFLOW / "python"), *PYTEST, "dags/tests"],
        "stack": [*LAPTOP, "up", "--no-schedule"],
        "spark-jobs": ["mvn", "--batch-mode", "--no-transfer-progress", "-Dstyle.color=never", "verify"],
        "end to end": [str(LOCAL / "python"), *PYTEST, "tests"],
        "down": [*LAPTOP, "down"],
    }


def main() -> int:
    state = TOOLS / "test"
    variables = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    variables |= {"DAYLAKE_STATE": str(state), "DAYLAKE_MORE_DAGS": str(PROJECT / "tests" / "dags")}
    subprocess.run([*LAPTOP, "down"], env=variables, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["rm", "-rf", str(state)], check=True)
    wanted = sys.argv[1:] or list(suites())
    took: dict[str, float] = {}
    failed: list[str] = []
    for name, command in suites().items():
        if name not in wanted and name not in ("stack", "down"):
            continue
        console.rule(name)
        begin = time.monotonic()
        ended = subprocess.run(command, env=variables | stack_variables(), cwd=PROJECT)
        took[name] = time.monotonic() - begin
        if ended.returncode:
            failed.append(name)
    table = Table("suite", "seconds", "", title="make test")
    table.columns[1].justify = "right"
    for name, seconds in took.items():
        table.add_row(name, f"{seconds:.0f}", "[red]failed[/red]" if name in failed else "[green]passed[/green]")
    table.add_row("all", f"{sum(took.values()):.0f}")
    console.print(table)
    return 1 if failed else 0


def stack_variables() -> dict[str, str]:
    """What the suites find the running stack by; nothing while none runs."""
    os.environ["DAYLAKE_STATE"] = str(TOOLS / "test")
    made = stack.load()
    return environment.exports(made) if made else {}


if __name__ == "__main__":
    sys.exit(main())
