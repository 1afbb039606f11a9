"""The TCP connection that a request came by. Only Twisted, LocalStack's web server, lets us have it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps

from localstack.http import Request

CHANNEL = "lakehouse.channel"


@dataclass(frozen=True)
class Connection:
    channel: object

    @staticmethod
    def of(request: Request) -> "Connection":
        if CHANNEL not in request.environ:
            raise RuntimeError("Cannot cut a connection: this needs LocalStack's web server on Twisted")
        return Connection(request.environ[CHANNEL])

    def reset(self) -> None:
        from twisted.internet import reactor
        from twisted.internet.threads import blockingCallFromThread

        blockingCallFromThread(reactor, self.channel.transport.abortConnection)

    def closing_after(self, part: bytes) -> Iterator[bytes]:
        """A body that ends with its connection."""
        from twisted.internet import reactor
        from twisted.internet.threads import blockingCallFromThread

        yield part
        blockingCallFromThread(reactor, self.channel.transport.loseConnection)


def remember_connections() -> None:
    """A request's WSGI environment does not know where it came from; from now on it does."""
    from rolo.serving import twisted

    update = twisted.update_wsgi_environment

    @wraps(update)
    def with_channel(environment: dict, request: object) -> None:
        update(environment, request)
        environment[CHANNEL] = request.channel

    twisted.update_wsgi_environment = with_channel
