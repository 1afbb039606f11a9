"""Plans need no more of AWS than who asks and which zones there are: a local AWS of their own."""

from pathlib import Path

import pytest
from tests.process import LocalAws
from working_copy import WorkingCopy, aws_variables, need_terraform

from laptop import certificates


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory):
    need_terraform()
    with LocalAws(tmp_path_factory.mktemp("local-aws")) as aws:
        yield aws


@pytest.fixture(scope="session")
def ca(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tls") / "tls"
    certificates.make(folder)
    return folder / "ca.pem"


@pytest.fixture(scope="session")
def terraform(local_aws, ca, tmp_path_factory) -> WorkingCopy:
    """Initialised, with the one variable that has to be given."""
    variables = aws_variables(local_aws.endpoint) | {"TF_VAR_mysql_ca_file": str(ca)}
    copy = WorkingCopy(tmp_path_factory.mktemp("copy"), variables)
    copy.init()
    return copy


@pytest.fixture(scope="session")
def everything(terraform) -> dict:
    """The plan with all that can be switched on."""
    return terraform.plan(quicksight_user="analyst", alert_emails=["on-call@example.com"])
