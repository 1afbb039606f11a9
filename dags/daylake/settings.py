"""Where a run happens: the Airflow Variable `daylake`, checked as a whole so that every problem is named at once."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints


@dataclass(frozen=True)
class SecurityGroups:
    """Of a cluster's nodes; `service_access` lets EMR's service reach nodes in a private subnet."""

    master: str
    core: str
    service_access: str


@dataclass(frozen=True)
class Emr:
    release: str
    instance_type: str
    core_nodes: int
    service_role: str
    job_flow_role: str
    subnet: str | None
    security_configuration: str | None
    security_groups: SecurityGroups | None
    idle_minutes: int
    poll_seconds: int = 10


@dataclass(frozen=True)
class QuickSight:
    """The SPICE data set that dashboards read."""

    account: str
    data_set: str


@dataclass(frozen=True)
class Settings:
    lake: str
    artifacts: str
    logs: str
    athena_results: str
    workgroup: str
    alerts_topic: str
    emr: Emr
    loader_secret: str
    quicksight: QuickSight | None


def settings(variable: Any) -> Settings:
    problems: list[str] = []
    checked = _record(Settings, variable, "", problems)
    if problems:
        raise ValueError(
            f"Cannot use the Airflow Variable daylake: {'; '.join(problems)}; correct the Variable and run again"
        )
    return checked


def _record(record: type, found: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(found, dict):
        problems.append(f"{path.rstrip('.') or 'it'} must be an object")
        return None
    known = {field.name: field for field in fields(record)}
    problems.extend(f"{path}{key} is not a known key" for key in found if key not in known)
    types = get_type_hints(record)
    values = {}
    for name, field in known.items():
        if name in found:
            values[name] = _value(types[name], found[name], f"{path}{name}", problems)
        elif field.default is MISSING:
            problems.append(f"{path}{name} is missing")
    return None if problems else record(**values)


def _value(expected: Any, found: Any, path: str, problems: list[str]) -> Any:
    allowed = get_args(expected) or (expected,)
    if found is None and type(None) in allowed:
        return None
    if is_dataclass(allowed[0]):
        return _record(allowed[0], found, f"{path}.", problems)
    if type(found) not in allowed:
        names = " or ".join("null" if kind is type(None) else kind.__name__ for kind in allowed)
        problems.append(f"{path} must be {names}")
    return found
