"""A LocalStack service made of moto's answers, with handlers of our own where moto only pretends."""

from localstack.aws.skeleton import DispatchTable, Skeleton, create_dispatch_table
from localstack.aws.spec import load_service
from localstack.services.moto import _proxy_moto
from localstack.services.plugins import Service, ServiceLifecycleHook


def on_top_of_moto(api: str, *providers: object, handlers: DispatchTable | None = None) -> Service:
    """Every operation goes to moto, unless one of the handlers or of the providers' has it."""
    model = load_service(api)
    table = dict.fromkeys(model.operation_names, _proxy_moto) | (handlers or {})
    for provider in providers:
        table |= create_dispatch_table(provider)
    lifecycle = next((each for each in providers if isinstance(each, ServiceLifecycleHook)), None)
    return Service(name=api, skeleton=Skeleton(model, table), lifecycle_hook=lifecycle)
