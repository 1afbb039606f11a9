"""Least privilege, read from the plan: what is wider than the rules is in allowed.toml, with a reason, or it fails."""

import tomllib
from pathlib import Path

import pytest
from policies import Finding, attached, documents, too_wide, unknown

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed.toml").read_text())["allowed"]


@pytest.fixture(scope="module")
def findings(everything) -> set[Finding]:
    policies = documents(everything)
    wide = {finding for where, document in policies.items() for finding in too_wide(where, document)}
    return wide | set(attached(everything))


def test_every_policy_can_be_read_before_it_is_applied(everything):
    assert unknown(everything) == []
    found = documents(everything)
    roles = [where for where in found if where.endswith(".assume_role_policy")]
    assert len(roles) == 5, roles
    assert {where.split(".")[0] for where in found} == {
        "aws_iam_role", "aws_iam_role_policy", "aws_kms_key", "aws_s3_bucket_policy", "aws_sns_topic_policy"
    }  # fmt: skip


def allowance(entry: dict) -> Finding:
    """Everything that the reason rests on: another action, or a condition less, is another matter."""
    actions, conditions = tuple(sorted(entry.get("actions", []))), tuple(sorted(entry.get("conditions", [])))
    return Finding(entry["where"], entry.get("sid", ""), entry["what"], actions, conditions)


def test_nothing_is_wider_than_allowed(findings):
    refused = findings - {allowance(entry) for entry in ALLOWED}
    assert not refused, "too wide; narrow it, or give a reason in allowed.toml:\n" + "\n".join(
        sorted(map(str, refused))
    )


def test_every_allowance_has_a_reason_and_is_needed(findings):
    unneeded = {allowance(entry) for entry in ALLOWED} - findings
    assert not unneeded, f"nothing needs this any more: take it out of allowed.toml: {unneeded}"
    assert all(len(entry["reason"].split()) > 5 for entry in ALLOWED)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ({"Action": "s3:*", "Resource": "arn:aws:s3:::daylake-lake/*"}, "action s3:*"),
        ({"Action": "s3:Get*", "Resource": "arn:aws:s3:::daylake-lake/*"}, "action s3:Get*"),
        ({"Action": "s3:GetObject", "Resource": "*"}, "resource *"),
        ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/daylake"}, "resource arn:aws:s3:::*/daylake"),
        ({"NotAction": "iam:*", "Resource": "arn:aws:s3:::daylake-lake/*"}, "NotAction"),
        ({"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::a"}, "not resource arn:aws:s3:::a"),
        ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::????????????/x"}, "resource arn:aws:s3:::????????????/x"),
        ({"Action": "sts:AssumeRole", "Principal": "*"}, "principal *"),
        ({"Action": "sts:AssumeRole", "Principal": {"Service": "*"}}, "principal *"),
        ({"Action": "sts:AssumeRole", "Principal": {"Federated": "*"}}, "principal *"),
        ({"Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::1:root"}}, "principal arn:aws:iam::1:root"),
    ],
)
def test_the_rules_find_what_is_too_wide(statement, what):
    document = {"Statement": [{"Effect": "Allow", "Sid": "S"} | statement]}
    (found,) = too_wide("here", document)
    assert (found.where, found.sid, found.what) == ("here", "S", what)


def test_an_allowance_is_for_those_actions_under_those_conditions_only():
    tagged = {"StringLike": {"elasticmapreduce:RequestTag/daylake:pipeline": "*"}}
    narrow = {"Effect": "Allow", "Sid": "S", "Action": "elasticmapreduce:RunJobFlow", "Resource": "*"}
    found = [
        next(too_wide("here", {"Statement": [statement]}))
        for statement in (narrow | {"Condition": tagged}, narrow, narrow | {"Action": "iam:PassRole"})
    ]
    assert len(set(found)) == 3


def test_the_rules_let_pass_what_is_ours():
    ours = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::daylake-lake/_outcomes/*"]}
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*"}
    assert not list(too_wide("here", {"Statement": [ours, deny]}))
