"""One full stack for all end-to-end tests: the one that is up in DAYLAKE_STATE, which `make test` starts."""

import csv
import io
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from laptop import rows, stack
from laptop.stack import PROJECT

sys.path.insert(0, str(PROJECT / "dags"))  # the run ids that the DAG gives the jobs
DATA = PROJECT.parent / "shared" / "data"


@dataclass(frozen=True)
class Export:
    """A CSV export and what a plain reading of it counts: the independent witness of these tests."""

    file: Path

    def records(self) -> list[dict[str, str]]:
        with self.file.open(newline="") as lines:
            return list(csv.DictReader(lines))

    def without_arrest(self) -> dict[str, int]:
        """Crimes without an arrest by type."""
        return dict(Counter(record["Primary Type"] for record in self.records() if record["Arrest"] == "false"))

    def with_changes(self, folder: Path, changed: int) -> "Export":
        """The same export some days later: an arrest was made in the first `changed` cases that had none."""
        records = self.records()
        for record in [record for record in records if record["Arrest"] == "false"][:changed]:
            record |= {"Arrest": "true", "Updated On": "02/10/2031 03:50:01 PM"}
        text = io.StringIO()
        writer = csv.DictWriter(text, records[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
        file = folder / "changed.csv"
        file.write_text(text.getvalue())
        return Export(file)


@pytest.fixture(scope="session")
def export(tmp_path_factory) -> Export:
    """The City's rows where they are, else made-up ones in the same format: the tests are the same."""
    real = DATA / "chicago_crimes_2016_01.csv"
    if real.exists():
        return Export(real)
    file = tmp_path_factory.mktemp("rows") / "made-up.csv"
    rows.write(file, 1_730)
    text = file.read_text().replace("\n9000", "\n1000")  # not the laptop's made-up ids: these count as real rows
    file.write_text(text)
    return Export(file)


@pytest.fixture(scope="session")
def running() -> stack.Stack:
    made = stack.load()
    assert made is not None, "No stack is up for these tests: run `make test`, which starts one in .daylake/test"
    return made
