"""A few rows of a cell's own, and whether the source holds them: the witness of a load."""

import csv
from pathlib import Path

from laptop import rows
from laptop.aws import client
from laptop.names import NAMES
from laptop.source_database import connect
from laptop.stack import Stack

COUNT = 20
FIRST_ID = 500_000_000  # neither the City's nor the laptop's made-up ones


class SourceRows:
    """Rows whose ids no other cell has."""

    def __init__(self, stack: Stack, number: int):
        self._stack = stack
        first = FIRST_ID + number * 1000
        self._rows = [[str(first + place), *row[1:]] for place, row in enumerate(rows.rows(COUNT))]
        self._between = (first, first + COUNT - 1)
        self.key = f"rows/faults-{number}.csv"

    def upload(self, folder: Path) -> str:
        """Where the load finds them."""
        file = folder / Path(self.key).name
        with file.open("w", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([rows.HEADER, *self._rows])
        client(self._stack, "s3").upload_file(str(file), NAMES.artifacts_bucket, self.key)
        return f"s3://{NAMES.artifacts_bucket}/{self.key}"

    def loaded(self) -> int:
        """How many are in the source, each with the case number and type it has in the file."""
        wanted = {(int(row[0]), row[1], row[5]) for row in self._rows}
        with connect(self._stack.mysql_url) as connection, connection.cursor() as cursor:
            cursor.execute("select id, case_number, primary_type from crimes where id between %s and %s", self._between)
            found = set(cursor.fetchall())
        assert found <= wanted, f"rows that nobody loaded: {found - wanted}"
        return len(found)

    def all_loaded(self) -> bool:
        return self.loaded() == COUNT

    def remove(self) -> None:
        with connect(self._stack.mysql_url) as connection, connection.cursor() as cursor:
            cursor.execute("delete from crimes where id between %s and %s", self._between)
