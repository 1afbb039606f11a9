"""After a good day and all those failed runs, the next day: one partition more, with the changed rows."""

import chain
from test_1_good_day import DAY
from test_2_failed_runs import DAY as NEXT_DAY


def test_a_second_day_adds_a_partition_with_the_changed_rows_and_moves_latest(export, running, tmp_path):
    before = chain.published(running)
    changed = export.with_changes(tmp_path, 7)
    ended = chain.make("run", f"DATA={changed.file}", f"DAY={NEXT_DAY}")
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"

    after = chain.published(running)
    assert after.keys() - before.keys() == {f"{chain.RAW} {NEXT_DAY}", f"{chain.CURATED} {NEXT_DAY}"}
    assert chain.curated_counts(running, DAY) == export.without_arrest(), "the first day stays as it was"
    assert chain.curated_counts(running, NEXT_DAY) == changed.without_arrest()
    for table in (chain.RAW, chain.CURATED):
        assert after[f"{table} {DAY}"] == before[f"{table} {DAY}"]
        assert after[f"{table}_latest"].rstrip("/") == after[f"{table} {NEXT_DAY}"].rstrip("/")
    chain.wait_for_no_cluster(running)
