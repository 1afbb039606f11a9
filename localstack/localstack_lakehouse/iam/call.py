"""A request as IAM sees it, and what it needs: actions on resources."""

from collections.abc import Callable
from dataclasses import dataclass, field

# Where neither the name of the API nor that of its signatures is IAM's.
PREFIXES = {"emr": "elasticmapreduce", "cloudwatch": "cloudwatch", "mwaa": "airflow", "stepfunctions": "states"}


@dataclass(frozen=True)
class Call:
    """An operation of a service with its parameters."""

    service: str
    operation: str
    asked: dict
    account: str
    region: str

    def arn(self, rest: str, service: str | None = None, account: str | None = None, region: str | None = None) -> str:
        account = self.account if account is None else account
        region = self.region if region is None else region
        return f"arn:aws:{service or self.service}:{region}:{account}:{rest}"

    def iam_arn(self, rest: str) -> str:
        return self.arn(rest, "iam", region="")

    def named(self, parameter: str, kind: str, separator: str = ":") -> str | None:
        """The ARN of the resource that a parameter names, or holds already."""
        name = self.asked.get(parameter)
        if not name:
            return None
        return name if name.startswith("arn:") else self.arn(f"{kind}{separator}{name}")


@dataclass(frozen=True)
class Demand:
    """An action on a resource, with the condition keys that only this action has."""

    action: str
    resource: str = "*"
    facts: dict[str, list[str]] = field(default_factory=dict)
    tags: Callable[[], dict[str, str]] = dict  # of the resource, asked for only where a policy speaks of them


def tag_facts(prefix: str, tags: list[dict] | dict | None) -> dict[str, list[str]]:
    """Tags of a request as condition keys; KMS spells their parts differently."""
    named = tags if isinstance(tags, dict) else {key: value for tag in tags or [] for key, value in [pair(tag)]}
    facts = {f"{prefix}:RequestTag/{key}": [value] for key, value in named.items()}
    return facts | ({"aws:TagKeys": list(named)} if named else {})


def pair(tag: dict) -> tuple[str, str]:
    return tag.get("Key") or tag.get("TagKey") or "", tag.get("Value") or tag.get("TagValue") or ""
