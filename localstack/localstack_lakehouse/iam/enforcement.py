"""ENFORCE_IAM=1: every request of a user or of a role's session needs the policies' leave."""

from localstack.aws.api import RequestContext
from localstack.aws.connect import connect_to

from localstack_lakehouse.endpoint import caller
from localstack_lakehouse.iam import facts, refusal
from localstack_lakehouse.iam.call import PREFIXES, Call, Demand
from localstack_lakehouse.iam.demands import demands
from localstack_lakehouse.iam.evaluation import Decision
from localstack_lakehouse.iam.principal import Principal, UnknownKey, principal_of
from localstack_lakehouse.iam.trust import Trust, of_identity, of_service, trust_of


def enforce(_chain: object, context: RequestContext, _response: object) -> None:
    if not context.service or not context.operation:
        return
    try:
        principal = principal_of(caller(context), context.account_id)
    except UnknownKey:
        raise refusal.unknown_key(context) from None
    call = call_of(context)
    assumes_role = call.service == "sts" and call.operation == "AssumeRole"
    if assumes_role and check_trust(context, call, principal) is Trust.NAMED:
        return
    if principal:
        for demand in demands(call):
            check(context, call, principal, demand)
        check_absence(context, call, principal)


def call_of(context: RequestContext) -> Call:
    service = PREFIXES.get(context.service.service_name, context.service.signing_name)
    return Call(service, context.operation.name, context.service_request or {}, context.account_id, context.region)


def check(context: RequestContext, call: Call, principal: Principal, demand: Demand) -> None:
    decision = decision_on(call, principal, demand)
    if decision != Decision.ALLOWED:
        raise refusal.denied(context, principal.arn, demand.action, demand.resource, decision)


def decision_on(call: Call, principal: Principal, demand: Demand) -> Decision:
    known = facts.of_request(call) | facts.of_principal(principal)
    return principal.decide(demand.action, demand.resource, facts.lookup(known, demand))


def check_absence(context: RequestContext, call: Call, principal: Principal) -> None:
    """Who may not list a bucket is not told that an object is absent either."""
    if call.service != "s3" or call.operation not in ("GetObject", "HeadObject"):
        return
    bucket, key = call.asked["Bucket"], call.asked["Key"]
    listing = Demand("s3:ListBucket", f"arn:aws:s3:::{bucket}")
    if decision_on(call, principal, listing) == Decision.ALLOWED:
        return
    s3 = connect_to(aws_access_key_id=call.account, region_name=call.region).s3
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] == "404":
            check(context, call, principal, listing)


def check_trust(context: RequestContext, call: Call, principal: Principal | None) -> Trust:
    """Services say who they are by LocalStack's own header; without one, an internal call is LocalStack's business."""
    told, role = context.internal_request_params or {}, call.asked["RoleArn"]
    service = told.get("service_principal")
    if context.is_internal_call and not service:
        return Trust.NAMED
    who = of_service(service, told) if service else of_identity(call, principal)
    known = facts.of_request(call) | who.facts(call)
    external = {"sts:ExternalId": [call.asked["ExternalId"]]} if call.asked.get("ExternalId") else {}
    trust = trust_of(role, who, facts.lookup(known, Demand("sts:AssumeRole", role, external)))
    if trust is Trust.NONE:
        raise refusal.not_trusted(context, who.arn, role)
    return trust
