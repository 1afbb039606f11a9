"""Where LocalStack is told of IAM's decisions when it starts."""

import os

from localstack.aws.api import RequestContext
from localstack.runtime import hooks


@hooks.on_infra_start(should_load=lambda: os.environ.get("ENFORCE_IAM") in ("1", "true"))
def enforce_iam() -> None:
    """Only where ENFORCE_IAM=1 asks for it."""
    from localstack.aws import handlers

    from localstack_lakehouse.iam.enforcement import enforce

    handlers.serve_custom_service_request_handlers.append(enforce)


@hooks.on_infra_start()
def simulate_policies() -> None:
    """LocalStack's simulator finds allowed only what a policy says in the very same words."""
    from localstack.services.iam.resources.policy_simulator import BasicIAMPolicySimulator

    def simulate(_simulator: BasicIAMPolicySimulator, context: RequestContext, request: dict) -> dict:
        from localstack_lakehouse.iam.simulator import simulate

        return simulate(context, request)

    BasicIAMPolicySimulator.simulate_principal_policy = simulate
