"""The made-up rows: the same every time, and in the format of the City's export."""

import csv

from laptop import rows


def test_the_same_count_gives_the_same_bytes(tmp_path):
    rows.write(tmp_path / "one.csv", 500)
    rows.write(tmp_path / "two.csv", 500)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_every_row_has_the_columns_of_the_export_and_a_rising_id(tmp_path):
    rows.write(tmp_path / "rows.csv", 500)
    with (tmp_path / "rows.csv").open(newline="") as lines:
        found = list(csv.DictReader(lines))
    identifiers = [int(row["ID"]) for row in found]
    assert len(found) == 500
    assert identifiers == sorted(set(identifiers)) and identifiers[0] >= rows.FIRST_ID
    assert all(None not in row and None not in row.values() for row in found)
    assert {row["Arrest"] for row in found} == {"true", "false"}
