"""The stack on which the clusters' cells run: with Airflow, and a day published before anything breaks."""

from datetime import date

from faults.cluster_cell import DAY, folder
from laptop import daily_run, load, provision, rows, up
from laptop.progress import Progress
from laptop.stack import Stack

ROWS = 1_000


def prepared(progress: Progress) -> Stack:
    stack = up.up(progress)
    provision.provision(stack)
    provision.deploy(stack)
    file = folder(stack) / "rows.csv"
    rows.write(file, ROWS)
    load.load(stack, file, "stop")
    daily_run.run_day(stack, date.fromisoformat(DAY), late=True, progress=progress)
    return stack
