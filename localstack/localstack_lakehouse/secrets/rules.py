"""When a secret is to be rotated, as it was asked for and as DescribeSecret tells it."""

import re
import time

from localstack.aws.api.secretsmanager import InvalidParameterException, InvalidRequestException
from moto.secretsmanager.models import FakeSecret

DAYS = range(1, 1000 + 1)
RATE = re.compile(r"rate\((\d+) (hour|day)s?\)")
SECONDS = {"hour": 3600, "day": 86400}
SHORTEST_HOURS = 4


def check(asked: dict) -> None:
    days, expression = asked.get("AutomaticallyAfterDays"), asked.get("ScheduleExpression")
    if days is not None and expression is not None:
        raise InvalidParameterException("You can't specify both AutomaticallyAfterDays and ScheduleExpression.")
    if days is not None and days not in DAYS:
        raise InvalidParameterException("RotationRules.AutomaticallyAfterDays must be within 1-1000.")
    if expression is not None and not valid(expression):
        raise InvalidParameterException(
            f"ScheduleExpression {expression} is not valid here: it must be rate(n days), or rate(n hours) of at least "
            f"{SHORTEST_HOURS} hours; cron expressions are not supported"
        )


def valid(expression: str) -> bool:
    found = RATE.fullmatch(expression)
    return bool(found) and int(found[1]) * SECONDS[found[2]] >= SHORTEST_HOURS * SECONDS["hour"]


def keep(secret: FakeSecret, function_arn: str, asked: dict | None) -> None:
    """Rotation is on from now; rules that are not given stay as they were."""
    secret.rotation_lambda_arn = function_arn
    secret.rotation_enabled = secret.rotation_requested = True
    if asked is not None:
        secret.rotation_rules = dict(asked)
        secret.auto_rotate_after_days = asked.get("AutomaticallyAfterDays")
    plan_next(secret)


def plan_next(secret: FakeSecret) -> None:
    """The interval counts from the last rotation, or from now where there was none."""
    seconds = interval(getattr(secret, "rotation_rules", {}))
    secret.next_rotation_date = (secret.last_rotation_date or int(time.time())) + seconds if seconds else None


def interval(asked: dict) -> int | None:
    if days := asked.get("AutomaticallyAfterDays"):
        return days * SECONDS["day"]
    if expression := asked.get("ScheduleExpression"):
        number, unit = RATE.fullmatch(expression).groups()
        return int(number) * SECONDS[unit]
    return None


def describe(secret: FakeSecret, told: dict) -> dict:
    """DescribeSecret's answer with what AWS says of a rotation that was asked for, and false once it was cancelled."""
    if not secret.rotation_requested:
        return told
    others = {name: value for name, value in told.items() if name not in ("LastRotatedDate", "NextRotationDate")}
    dates = {"LastRotatedDate": secret.last_rotation_date, "NextRotationDate": secret.next_rotation_date}
    known = {name: date for name, date in dates.items() if date and secret.rotation_enabled}
    rules = {"RotationRules": getattr(secret, "rotation_rules", {})}
    return others | {"RotationEnabled": secret.rotation_enabled} | rules | known


def refuse_managed(secret: FakeSecret) -> None:
    if owner := secret.owning_service:
        raise InvalidRequestException(
            f"Cannot rotate {secret.name}: it belongs to {owner}, and managed rotation is not supported here"
        )
