"""Policies evaluated as IAM evaluates them; without a server, for it is arithmetic."""

import json

import pytest

from localstack_lakehouse.iam.evaluation import decide

OBJECT = "arn:aws:s3:::lake/2016/01/a.parquet"
FACTS = {
    "aws:username": ["ann"],
    "aws:requesttag/team": ["data"],
    "aws:tagkeys": ["team", "day"],
    "s3:prefix": ["_outcomes/x"],
    "aws:sourcearn": ["arn:aws:events:us-east-1:1:rule/daily"],
    "aws:currenttime": ["2026-11-24T02:00:00+00:00"],
    "aws:securetransport": ["true"],
    "aws:sourceip": ["10.1.2.3"],
    "s3:max-keys": ["10"],
}


def statement(effect: str = "Allow", **elements) -> dict:
    return {"Effect": effect} | ({"Action": "*", "Resource": "*"} | elements)


def decision(*statements: dict, action: str = "s3:GetObject", resource: str = OBJECT) -> str:
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return decide([document], action, resource, lambda key: FACTS.get(key.lower()))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], "implicitDeny"),
        ([statement()], "allowed"),
        ([statement(), statement("Deny")], "explicitDeny"),
        ([statement("Deny", Action="s3:PutObject"), statement()], "allowed"),
        ([statement(Action=["s3:Put*", "S3:gETobject"])], "allowed"),
        ([statement(Action="s3:Get")], "implicitDeny"),
        ([statement(Action="s3:Get?bject")], "allowed"),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "allowed"),
        ([{"Effect": "Allow", "NotAction": ["s3:*"], "Resource": "*"}], "implicitDeny"),
        ([{"Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*"}, statement()], "allowed"),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::other/*"}], "allowed"),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::lake/*"}], "implicitDeny"),
    ],
)
def test_effects_and_actions(statements, expected):
    assert decision(*statements) == expected


@pytest.mark.parametrize(
    ("pattern", "resource", "expected"),
    [
        ("arn:aws:s3:::lake/*", OBJECT, True),
        ("arn:aws:s3:::lake", OBJECT, False),
        ("arn:aws:s3:::LAKE/*", OBJECT, False),
        ("arn:aws:s3:::*/a.parquet", OBJECT, True),
        ("arn:aws:s3:::lake/[2]*", OBJECT, False),
        ("arn:aws:sns:*:1:alerts", "arn:aws:sns:us-east-1:1:alerts", True),
        ("arn:aws:sns:*:alerts", "arn:aws:sns:us-east-1:1:alerts", False),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::ann/x", True),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::bob/x", False),
        ("arn:aws:s3:::${aws:PrincipalTag/none}/*", "arn:aws:s3:::/x", False),
        ("arn:aws:s3:::${aws:PrincipalTag/none, 'all'}/*", "arn:aws:s3:::all/x", True),
        ("arn:aws:s3:::lake/${*}", "arn:aws:s3:::lake/*", True),
        ("arn:aws:s3:::lake/${*}", OBJECT, False),
    ],
)
def test_resources(pattern, resource, expected):
    assert (decision(statement(Resource=pattern), resource=resource) == "allowed") is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:RequestTag/team": "data"}}, True),
        ({"StringEquals": {"aws:RequestTag/team": ["ops", "data"]}}, True),
        ({"StringEquals": {"aws:RequestTag/team": "d*"}}, False),
        ({"StringEqualsIgnoreCase": {"aws:RequestTag/team": "DATA"}}, True),
        ({"StringEquals": {"aws:RequestTag/owner": "data"}}, False),
        ({"StringEqualsIfExists": {"aws:RequestTag/owner": "data"}}, True),
        ({"StringNotEquals": {"aws:RequestTag/team": ["ops", "data"]}}, False),
        ({"StringNotEquals": {"aws:RequestTag/owner": "data"}}, True),
        ({"StringLike": {"s3:prefix": "_outcomes/*"}}, True),
        ({"StringLike": {"s3:prefix": ["other/*"]}}, False),
        ({"StringNotLike": {"s3:prefix": "_outcomes/*"}}, False),
        ({"StringEquals": {"aws:username": "${aws:username}"}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "day", "run"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, False),
        ({"ForAllValues:StringEquals": {"aws:RequestTag/none": ["x"]}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["run"]}}, False),
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/x"]}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:events:*:1:rule/*"}}, True),
        ({"ArnEquals": {"aws:SourceArn": "arn:aws:events:us-east-1:2:rule/daily"}}, False),
        ({"ArnNotLike": {"aws:SourceArn": "arn:aws:events:*:1:rule/*"}}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, False),
        ({"Bool": {"aws:SecureTransport": True}}, True),
        ({"Null": {"aws:RequestTag/team": "false"}}, True),
        ({"Null": {"aws:RequestTag/team": "true"}}, False),
        ({"Null": {"aws:RequestTag/owner": "true"}}, True),
        ({"NumericLessThanEquals": {"s3:max-keys": "10"}}, True),
        ({"NumericGreaterThan": {"s3:max-keys": 10}}, False),
        ({"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}, True),
        ({"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}, False),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
        ({"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}, False),
        ({"StringEquals": {"aws:username": "ann"}, "Bool": {"aws:SecureTransport": "false"}}, False),
        ({"StringEquals": {"aws:username": "ann", "s3:prefix": "x"}}, False),
    ],
)
def test_conditions(condition, expected):
    assert (decision(statement(Condition=condition)) == "allowed") is expected
