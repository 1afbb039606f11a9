"""What follows from what a command said about itself. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from daylake.outcome import Decision, Outcome, decide, explain, of_this_step

STEP_CREATED = datetime(2026, 11, 21, 2, 10, tzinfo=UTC)
EMR = "step s-1 is FAILED (Unknown Error.)"


def outcome(exit_code: int, started: datetime = STEP_CREATED + timedelta(seconds=20)) -> Outcome:
    return Outcome(
        command="ingest",
        day="2026-11-20",
        exit=exit_code,
        sentence="Cannot read table crimes: it is gone",
        what_to_do="create it",
        receipt=None,
        started_at=started,
    )


@pytest.mark.parametrize(
    ("state", "exit_code", "decision"),
    [
        ("COMPLETED", 0, Decision.DONE),
        ("FAILED", 1, Decision.GIVE_UP),
        ("FAILED", 2, Decision.GIVE_UP),
        ("FAILED", 3, Decision.GIVE_UP),
        ("FAILED", 4, Decision.TRY_AGAIN),
        ("FAILED", 5, Decision.GIVE_UP),
        # Contradictions are for a person to look at.
        ("FAILED", 0, Decision.GIVE_UP),
        ("COMPLETED", 4, Decision.GIVE_UP),
        # Somebody cancelled the step or ended the cluster: not to be undone by a retry.
        ("CANCELLED", 4, Decision.GIVE_UP),
        ("INTERRUPTED", 4, Decision.GIVE_UP),
    ],
)
def test_only_exit_0_of_a_completed_step_is_done_and_only_exit_4_is_tried_again(state, exit_code, decision):
    assert decide(state, outcome(exit_code)) is decision


@pytest.mark.parametrize("state", ["COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED"])
def test_without_an_outcome_it_gives_up(state):
    assert decide(state, None) is Decision.GIVE_UP


def test_an_outcome_begun_before_the_step_was_created_is_an_earlier_attempts():
    stale = outcome(0, started=STEP_CREATED - timedelta(seconds=1))
    ours = outcome(4)

    assert of_this_step(stale, STEP_CREATED) is None
    assert of_this_step(ours, STEP_CREATED) is ours
    assert of_this_step(None, STEP_CREATED) is None


@pytest.mark.parametrize(
    ("exit_code", "sentence"),
    [
        (1, "Cannot read table crimes: it is gone; create it (ingest: exit 1, a bug)"),
        (3, "Cannot read table crimes: it is gone; create it (ingest: exit 3, data refused by the gate)"),
        (4, "Cannot read table crimes: it is gone; create it (ingest: exit 4, source or AWS not available)"),
        (5, "Cannot read table crimes: it is gone; create it (ingest: exit 5, outcome unknown)"),
        (0, f"Cannot read table crimes: it is gone; create it (ingest: exit 0, done); yet EMR says {EMR}"),
        (9, "Cannot read table crimes: it is gone; create it (ingest: exit 9, not an exit code of daylake)"),
    ],
)
def test_the_commands_own_sentence_comes_first(exit_code, sentence):
    assert explain("ingest", EMR, outcome(exit_code)) == sentence


def test_without_an_outcome_emr_has_the_word():
    assert explain("ingest", EMR, None) == (
        "Cannot tell what ingest did: it left no outcome, and EMR says step s-1 is FAILED (Unknown Error.); "
        "read the log's end, then clear create_cluster and all after it: running it again is safe"
    )


def test_the_outcome_is_read_as_the_java_program_writes_it():
    text = """{"command": "curate", "pipeline": "chicago_crimes", "day": "2026-11-20", "run": "r",
      "attempt": "0a1b2c3d", "started_at": "2026-11-21T02:10:20.123456789Z", "ended_at": "2026-11-21T02:11:00Z",
      "exit": 3, "sentence": "Cannot publish", "what_to_do": null, "receipt": null}"""

    read = Outcome.parse(text)

    assert read.started_at == datetime(2026, 11, 21, 2, 10, 20, 123456, tzinfo=UTC)
    assert (read.exit, read.sentence, read.what_to_do) == (3, "Cannot publish", None)
