"""Faults that the local AWS puts into calls, as long as a rule asks for them."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests

from laptop.stack import Stack


class Rule:
    """One rule in force."""

    def __init__(self, stack: Stack, asked: dict):
        self._url = f"{stack.aws_url}/_lakehouse/faults"
        answer = requests.post(self._url, json=asked, timeout=10)
        answer.raise_for_status()
        self.id = answer.json()["id"]

    def fired(self) -> int:
        """How often."""
        found = requests.get(self._url, timeout=10).json()
        return next(len(rule["fired"]) for rule in found if rule["id"] == self.id)

    def lift(self) -> None:
        requests.delete(f"{self._url}/{self.id}", timeout=10).raise_for_status()


@contextmanager
def in_force(stack: Stack, asked: tuple[dict, ...]) -> Iterator[list[Rule]]:
    rules = [Rule(stack, each) for each in asked]
    try:
        yield rules
    finally:
        for rule in rules:
            rule.lift()
