"""The condition keys of a request; a key that is not known here is absent, as one that AWS does not send."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from localstack_lakehouse.iam.call import Call, Demand
from localstack_lakehouse.iam.conditions import Lookup
from localstack_lakehouse.iam.principal import Principal

RESOURCE_TAG = re.compile(r"\w+:resourcetag/(.+)")


def of_request(call: Call) -> dict[str, list[str]]:
    """Loopback counts as secure: nothing between the two ends can listen."""
    return {
        "aws:SecureTransport": ["true"],
        "aws:SourceIp": ["127.0.0.1"],
        "aws:RequestedRegion": [call.region],
        "aws:CurrentTime": [datetime.now(UTC).isoformat()],
        "aws:ResourceAccount": [call.account],
    }


def of_principal(principal: Principal) -> dict[str, list[str]]:
    tags = {f"aws:PrincipalTag/{key}": [value] for key, value in principal.tags.items()}
    known = {"aws:PrincipalArn": [principal.identity_arn], "aws:PrincipalAccount": [principal.account]}
    return known | tags | principal.facts


def of_service(account: str, source_arn: str | None) -> dict[str, list[str]]:
    """What a service tells when it acts for a resource of an account."""
    return {"aws:SourceAccount": [account]} | ({"aws:SourceArn": [source_arn]} if source_arn else {})


def lookup(known: Mapping[str, list[str]], demand: Demand) -> Lookup:
    """By the key's name, whose case does not matter."""
    folded = {key.lower(): value for key, value in (*known.items(), *demand.facts.items())}

    @cache
    def tags() -> dict[str, str]:
        return {key.lower(): value for key, value in demand.tags().items()}

    def find(key: str) -> list[str] | None:
        key = key.lower()
        if (tag := RESOURCE_TAG.fullmatch(key)) and tag[1] in tags():
            return [tags()[tag[1]]]
        return folded.get(key)

    return find
