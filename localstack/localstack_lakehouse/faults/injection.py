"""What a rule does to a call that it is due for."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote, urlencode

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from localstack_lakehouse.endpoint import caller
from localstack_lakehouse.faults.connection import Connection
from localstack_lakehouse.faults.rule import Rule
from localstack_lakehouse.faults.rules import Rules

LOG = logging.getLogger(__name__)
Route = Callable[[], None]


@dataclass(frozen=True)
class Met:
    """A rule and the call that it is due for; `route` does what the call asks."""

    rule: Rule
    chain: HandlerChain
    context: RequestContext
    response: Response
    route: Route

    @property
    def connection(self) -> Connection:
        return Connection.of(self.context.request)

    def error(self) -> CommonServiceException:
        rule = self.rule
        sentence = f"Injected by rule {rule.id}"
        return CommonServiceException(rule.code, sentence, status_code=rule.status, sender_fault=rule.status < 500)


def inject(rules: Rules, chain: HandlerChain, context: RequestContext, response: Response, route: Route) -> None:
    """LocalStack's own calls of itself meet no fault: they are no requests on AWS."""
    if not context.service or not context.operation or context.is_internal_call:
        route()
        return
    service, operation, url = context.service.service_name, context.operation.name, url_of(context)
    rule = rules.due(service, operation, caller(context), url, lambda: text_of(context))
    if rule is None:
        route()
        return
    LOG.warning("fault %s of rule %s: %s.%s %s", rule.fault, rule.id, service, operation, url)
    HAPPENINGS[rule.fault](Met(rule, chain, context, response, route))


def url_of(context: RequestContext) -> str:
    environment = context.request.environ
    return environment.get("RAW_URI") or context.request.full_path


def text_of(context: RequestContext) -> str:
    """The URL as it came and as it is meant, and the body."""
    url, request = url_of(context), context.request
    keep_streams(context)
    asked = context.service_request or {}
    streams = [value.getvalue().decode(errors="replace") for value in asked.values() if isinstance(value, BytesIO)]
    body = streams or [request.get_data(as_text=True), unquote(urlencode(request.form))]
    return "\n".join([url, unquote(url), *body])


def keep_streams(context: RequestContext) -> None:
    """A body that can be read once becomes one that can be read again."""
    for name, value in list((context.service_request or {}).items()):
        if hasattr(value, "read") and not isinstance(value, BytesIO):
            context.service_request[name] = BytesIO(value.read())


def error_before(met: Met) -> None:
    raise met.error()


def error_after(met: Met) -> None:
    met.route()
    raise met.error()


def duplicate(met: Met) -> None:
    keep_streams(met.context)
    met.route()
    for value in (met.context.service_request or {}).values():
        if isinstance(value, BytesIO):
            value.seek(0)
    met.route()


def delay(met: Met) -> None:
    time.sleep(met.rule.seconds)
    met.route()


def cut(met: Met) -> None:
    met.connection.reset()
    met.chain.terminate()


def cut_after(met: Met) -> None:
    met.route()
    cut(met)


def truncate(met: Met) -> None:
    """An answer without a body has nothing to be cut short: then the connection is closed in its place."""
    met.route()
    body = met.response.get_data()
    if not body or met.context.request.method == "HEAD":
        cut(met)
        return
    connection = met.connection
    met.response.headers["Content-Length"] = str(len(body))
    met.response.response = connection.closing_after(body[: len(body) // 2])
    met.chain.terminate()


def kill(met: Met) -> None:
    os.kill(met.rule.pid, signal.Signals[met.rule.signal])
    cut(met)


def kill_after(met: Met) -> None:
    met.route()
    os.kill(met.rule.pid, signal.Signals[met.rule.signal])


HAPPENINGS: dict[str, Callable[[Met], None]] = {
    "error-before": error_before,
    "error-after": error_after,
    "duplicate": duplicate,
    "delay": delay,
    "cut": cut,
    "cut-after": cut_after,
    "truncate": truncate,
    "kill": kill,
    "kill-after": kill_after,
}
