"""EventBridge calls a function each minute; the rule is made when the session begins, as its first minute takes one."""

import json
from datetime import UTC, datetime

from tests.functions import log_of


def test_a_schedule_invokes_its_function(client, ticking_function):
    log = log_of(client("logs"), f"/aws/lambda/{ticking_function}", seconds=75)
    event = json.loads([line for line in log.splitlines() if line.startswith("{")][-1])
    assert event["source"] == "aws.events" and event["detail-type"] == "Scheduled Event"
    assert event["resources"] == ["arn:aws:events:us-east-1:000000000000:rule/ticking"]
    age = datetime.now(UTC) - datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    assert abs(age.total_seconds()) < 120
