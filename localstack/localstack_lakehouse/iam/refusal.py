"""The answers that AWS gives where something is not allowed."""

from localstack.aws.api import CommonServiceException, RequestContext

from localstack_lakehouse.iam.evaluation import Decision

CODES = {"sns": "AuthorizationError", "ec2": "UnauthorizedOperation", "sqs": "AccessDenied"}
JSON, REST_JSON = "json", "rest-json"
BECAUSE = {
    Decision.IMPLICIT_DENY: "because no identity-based policy allows the {action} action",
    Decision.EXPLICIT_DENY: "with an explicit deny in an identity-based policy",
}


def denied(context: RequestContext, arn: str, action: str, resource: str, decision: Decision) -> CommonServiceException:
    shown = f'"{resource}"' if context.service.service_name == "s3" else resource
    because = BECAUSE[decision].format(action=action)
    return refused(context, f"User: {arn} is not authorized to perform: {action} on resource: {shown} {because}")


def not_trusted(context: RequestContext, arn: str, role: str) -> CommonServiceException:
    """STS does not say whether the role trusts somebody else or is not there."""
    return refused(context, f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {role}")


def refused(context: RequestContext, sentence: str) -> CommonServiceException:
    protocol = str(context.protocol)
    by_protocol = "AccessDeniedException" if protocol in (JSON, REST_JSON) else "AccessDenied"
    code = CODES.get(context.service.service_name, by_protocol)
    return CommonServiceException(code, sentence, status_code=400 if protocol == JSON else 403, sender_fault=True)


def unknown_key(context: RequestContext) -> CommonServiceException:
    if context.service.service_name == "s3":
        sentence = "The AWS Access Key Id you provided does not exist in our records."
        return CommonServiceException("InvalidAccessKeyId", sentence, status_code=403, sender_fault=True)
    json = str(context.protocol) == JSON
    code = "UnrecognizedClientException" if json else "InvalidClientTokenId"
    sentence = "The security token included in the request is invalid."
    return CommonServiceException(code, sentence, status_code=400 if json else 403, sender_fault=True)
