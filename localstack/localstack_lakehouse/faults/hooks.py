"""Where LocalStack is told of faults when it starts."""

from functools import wraps

from localstack.runtime import hooks


@hooks.on_infra_start()
def take_faults() -> None:
    from localstack.aws.handlers.service import ServiceRequestRouter
    from localstack.http import Resource
    from localstack.services.edge import ROUTER

    from localstack_lakehouse.faults.connection import remember_connections
    from localstack_lakehouse.faults.injection import inject
    from localstack_lakehouse.faults.rules import OneRule, Rules

    rules = Rules()
    ROUTER.add(Resource("/_lakehouse/faults", rules))
    ROUTER.add(Resource("/_lakehouse/faults/<rule>", OneRule(rules)))
    remember_connections()
    route = ServiceRequestRouter.__call__

    @wraps(route)
    def with_faults(router: ServiceRequestRouter, chain, context, response) -> None:
        inject(rules, chain, context, response, lambda: route(router, chain, context, response))

    ServiceRequestRouter.__call__ = with_faults
