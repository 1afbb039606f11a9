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


def test_nothing_is_wider_than_allowed(findings):
    allowed = {(entry["where"], entry["what"]) for entry in ALLOWED}
    refused = [str(finding) for finding in findings if (finding.where, finding.what) not in allowed]
    assert not refused, "too wide; narrow it, or give a reason in allowed.toml:\n" + "\n".join(sorted(refused))


def test_every_allowance_has_a_reason_and_is_needed(findings):
    there = {(finding.where, finding.what) for finding in findings}
    unneeded = [entry for entry in ALLOWED if (entry["where"], entry["what"]) not in there]
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
        ({"Action": "sts:AssumeRole", "Principal": "*"}, "principal *"),
        ({"Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::1:root"}}, "principal arn:aws:iam::1:root"),
    ],
)
def test_the_rules_find_what_is_too_wide(statement, what):
    document = {"Statement": [{"Effect": "Allow", "Sid": "S"} | statement]}
    assert list(too_wide("here", document)) == [Finding("here", "S", what)]


def test_the_rules_let_pass_what_is_ours():
    ours = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::daylake-lake/_outcomes/*"]}
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*"}
    assert not list(too_wide("here", {"Statement": [ours, deny]}))
