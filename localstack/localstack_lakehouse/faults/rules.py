"""The rules that are in force, and how tests post, list and delete them: /_lakehouse/faults."""

import threading
from collections.abc import Callable

from localstack.http import Request, Response

from localstack_lakehouse.faults.rule import BadRule, Rule


class Rules:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: dict[str, Rule] = {}

    def due(self, service: str, operation: str, key: str, url: str, text: Callable[[], str]) -> Rule | None:
        """The first rule, in the order of their posting, that is due for the call; `text` is what the call says."""
        with self._lock:
            for rule in self._rules.values():
                said = rule.is_about(service, operation, key) and (not rule.about or rule.about in text())
                if said and rule.is_due():
                    rule.fires(service, operation, url)
                    return rule
        return None

    def delete(self, rule: str) -> bool:
        with self._lock:
            return self._rules.pop(rule, None) is not None

    def on_post(self, request: Request) -> Response:
        try:
            rule = Rule.of(request.get_json(force=True))
        except BadRule as wrong:
            return Response.for_json({"message": f"Cannot take the rule: {wrong}"}, status=400)
        with self._lock:
            self._rules[rule.id] = rule
        return Response.for_json({"id": rule.id})

    def on_get(self, _request: Request) -> Response:
        with self._lock:
            return Response.for_json([rule.shown() for rule in self._rules.values()])

    def on_delete(self, _request: Request) -> Response:
        with self._lock:
            self._rules.clear()
        return Response(status=204)


class OneRule:
    def __init__(self, rules: Rules):
        self._rules = rules

    def on_delete(self, _request: Request, rule: str) -> Response:
        return Response(status=204 if self._rules.delete(rule) else 404)
