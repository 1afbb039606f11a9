"""An export that ends in the middle of a line: the good rows load, the bad one is named and kept, and the run stops
unless it is told to go on."""

from datetime import datetime

import chain
import pytest
from conftest import DATA

from deploy.problem import Problem
from laptop import load, rows
from laptop.source_database import connect


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory):
    """The City's cut-off file and its whole rows where it is, else made-up rows cut off in the same way."""
    real = DATA / "chicago_crimes_2015_09_cut_short.csv"
    if real.exists():
        return real, 5_445
    file = tmp_path_factory.mktemp("rows") / "cut.csv"
    rows.write(file, 100)
    file.write_text(file.read_text()[:-90].replace("\n9000", "\n1000"))
    return file, 99


def test_the_run_stops_and_names_the_line(cut_short, running):
    file, whole = cut_short
    ended = chain.make("run", f"DATA={file}", "DAY=2016-01-06")
    said = " ".join(ended.stderr.split())
    assert ended.returncode == 2, "make says 2 for whatever failed in it"
    assert f"1 bad row(s) (line {whole + 2}: the line is cut off: fewer than 22 fields)" in said, ended.stderr
    assert f"the good rows are loaded: {whole} new" in said, ended.stderr
    assert "go on without them by ON_BAD_ROWS=keep" in said, ended.stderr
    assert f"{chain.CURATED} 2016-01-06" not in chain.published(running), "nothing was run for that day"


def test_the_bad_line_is_kept_with_its_fields(cut_short, running):
    _, whole = cut_short
    with connect(running.mysql_url) as connection, connection.cursor() as cursor:
        cursor.execute("select line, reason, fields from crimes_rejects order by load_id desc limit 1")
        line, reason, fields = cursor.fetchone()
    assert (line, reason) == (whole + 2, "the line is cut off: fewer than 22 fields")
    assert '", null, ' in fields, f"the fields that were there, null for those that were not: {fields}"


def test_it_goes_on_where_told_to(cut_short, running):
    file, whole = cut_short
    said = load.load(running, file, "keep")
    assert f"{whole} known, 1 rejected" in said, said
    with pytest.raises(Problem) as refused:
        load.load(running, file, "stop")
    assert refused.value.exit_code == 3


def test_an_older_export_does_not_undo_a_newer_one(export, running, tmp_path):
    """The second day changed seven cases; the first day's export, loaded again, leaves them as they are."""
    before = arrests(running)
    load.load(running, export.file, "stop")
    assert arrests(running) == before


def arrests(running) -> list[tuple[int, datetime]]:
    with connect(running.mysql_url) as connection, connection.cursor() as cursor:
        cursor.execute("select id, updated_on from crimes where arrest order by id")
        return list(cursor.fetchall())
