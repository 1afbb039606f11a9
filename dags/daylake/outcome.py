"""What a command said about itself when it ended, and what follows from it.

EMR reports a step as COMPLETED or FAILED and loses the exit code, so every command leaves an outcome object.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from daylake.names import run_name
from daylake.settings import settings

MEANING = {
    0: "done",
    1: "a bug",
    2: "usage or specification",
    3: "data refused by the gate",
    4: "source or AWS not available",
    5: "outcome unknown",
}


class Decision(Enum):
    DONE = "done"
    TRY_AGAIN = "try again"
    GIVE_UP = "give up"


@dataclass(frozen=True)
class Outcome:
    command: str
    day: str | None
    exit: int
    sentence: str
    what_to_do: str | None
    receipt: str | None
    started_at: datetime

    @staticmethod
    def parse(text: str | bytes) -> Outcome:
        found = json.loads(text)
        return Outcome(
            command=found["command"],
            day=found["day"],
            exit=found["exit"],
            sentence=found["sentence"],
            what_to_do=found.get("what_to_do"),
            receipt=found.get("receipt"),
            started_at=datetime.fromisoformat(found["started_at"]),
        )


def outcome_uri(variable: dict, pipeline: str, run_id: str, command: str) -> str:
    return f"{settings(variable).lake}/_outcomes/{pipeline}/{run_name(run_id)}/{command}.json"


def of_this_step(outcome: Outcome | None, step_created_at: datetime) -> Outcome | None:
    """An earlier attempt of the run leaves its outcome at the same place; that says nothing about this step."""
    return outcome if outcome and outcome.started_at >= step_created_at else None


def decide(step_state: str, outcome: Outcome | None) -> Decision:
    exit_code = outcome.exit if outcome else None
    match step_state, exit_code:
        case "COMPLETED", 0:
            return Decision.DONE
        case "FAILED", 4:
            return Decision.TRY_AGAIN
        case _:
            return Decision.GIVE_UP


def explain(command: str, emr_says: str, outcome: Outcome | None) -> str:
    """One sentence for a step that did not end well."""
    if outcome is None:
        return (
            f"Cannot tell what {command} did: it left no outcome, and EMR says {emr_says}; "
            "read the log's end, then clear create_cluster and all after it: running it again is safe"
        )
    what_to_do = f"; {outcome.what_to_do}" if outcome.what_to_do else ""
    meaning = MEANING.get(outcome.exit, "not an exit code of daylake")
    # An outcome of 0 under a failed step contradicts itself: show both sides.
    emr = f"; yet EMR says {emr_says}" if outcome.exit == 0 else ""
    return f"{outcome.sentence}{what_to_do} ({command}: exit {outcome.exit}, {meaning}){emr}"
