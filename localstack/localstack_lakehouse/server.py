"""LocalStack's web server, listening on the addresses GATEWAY_LISTEN names and on no others, over plain HTTP.

LocalStack's own server binds every interface, whatever GATEWAY_LISTEN says. GATEWAY_SERVER=loopback chooses this one.
"""

from localstack.runtime.server.core import RuntimeServer, RuntimeServerPlugin


class ListenWhereToldPlugin(RuntimeServerPlugin):
    name = "loopback"

    def load(self, *args, **kwargs) -> RuntimeServer:
        from localstack.runtime.server.twisted import TwistedRuntimeServer
        from rolo.serving.twisted import TwistedGateway
        from twisted.internet import reactor

        class ListenWhereTold(TwistedRuntimeServer):
            def register(self, gateway, listen, ssl_creds=None):
                site = TwistedGateway(gateway)
                for address in listen:
                    reactor.listenTCP(address.port, site, interface=address.host)

        return ListenWhereTold()
