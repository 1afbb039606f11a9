"""What a test asks for: which calls, and what happens to them."""

import signal
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from itertools import count

FAULTS = (
    "error-before",
    "error-after",
    "duplicate",
    "delay",
    "cut",
    "cut-after",
    "truncate",
    "kill",
    "kill-after",
)
IDS = count(1)


class BadRule(Exception):
    """Says what is wrong with a rule."""


@dataclass
class Rule:
    """Null matches anything; `times` 0 is always; `key` is the access key of whoever calls."""

    fault: str
    service: str | None = None
    operation: str | None = None
    about: str | None = None
    key: str | None = None
    skip: int = 0
    times: int = 1
    status: int = 500
    code: str = "InternalError"
    seconds: float = 0
    pid: int | None = None
    signal: str = "SIGKILL"
    id: str = field(default_factory=lambda: str(next(IDS)), init=False)
    seen: int = field(default=0, init=False)
    fired: list[dict[str, str]] = field(default_factory=list, init=False)

    @staticmethod
    def of(asked: object) -> "Rule":
        if not isinstance(asked, dict):
            raise BadRule("it is not a JSON object")
        known = {each.name for each in fields(Rule) if each.init}
        if unknown := sorted(set(asked) - known):
            raise BadRule(f"unknown keys {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        if asked.get("fault") not in FAULTS:
            raise BadRule(f"`fault` is none of {', '.join(FAULTS)}")
        rule = Rule(**asked)
        if rule.fault.startswith("kill") and not isinstance(rule.pid, int):
            raise BadRule("`pid` is missing")
        if rule.signal not in signal.Signals.__members__:
            raise BadRule(f"`signal` {rule.signal} is none")
        return rule

    def is_about(self, service: str, operation: str, key: str) -> bool:
        asked = ((self.service, service), (self.operation, operation), (self.key, key))
        return all(wanted is None or wanted == met for wanted, met in asked)

    def is_due(self) -> bool:
        """Counts a call that it is about."""
        self.seen += 1
        return self.seen > self.skip and (self.times == 0 or len(self.fired) < self.times)

    def fires(self, service: str, operation: str, url: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.fired.append({"at": now, "service": service, "operation": operation, "url": url})

    def shown(self) -> dict:
        return asdict(self)
