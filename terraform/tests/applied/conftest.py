"""One environment for all tests of this folder: the laptop's stack, its AWS filled by terraform/, IAM enforced."""

import os
import shutil
from pathlib import Path

import pytest
from rich.console import Console
from working_copy import PROJECT, WorkingCopy, aws_variables, need_terraform

from laptop import up
from laptop.aws import client
from laptop.names import NAMES
from laptop.progress import Progress
from laptop.stack import ACCOUNT, TOOLS, Stack

STATE = TOOLS / "terraform-test"


@pytest.fixture(scope="session")
def stack() -> Stack:
    """AWS, MySQL and Airflow, and nothing in them."""
    need_terraform()
    os.environ |= {"DAYLAKE_STATE": str(STATE), "ENFORCE_IAM": "1"}
    progress = Progress(Console(width=120))
    up.down(progress)
    shutil.rmtree(STATE, ignore_errors=True)
    made = up.up(progress)
    yield made
    up.down(progress)


@pytest.fixture(scope="session")
def environment(stack, tmp_path_factory) -> WorkingCopy:
    """Terraform, which has applied. Airflow is the laptop's, so no MWAA."""
    variables = {"TF_VAR_mysql_ca_file": str(stack.mysql_ca), "TF_VAR_airflow": "null", "TF_VAR_protect": "false"}
    variables |= {"TF_VAR_quicksight_user": "analyst"}
    copy = WorkingCopy(tmp_path_factory.mktemp("copy"), aws_variables(stack.aws_url) | variables)
    copy.init()
    copy.apply()
    return copy


@pytest.fixture(scope="session")
def rows() -> Path:
    """The City's export, or made-up rows in its format."""
    real = PROJECT.parent / "shared" / "data" / "chicago_crimes_2016_01.csv"
    return real if real.exists() else made_up()


def made_up() -> Path:
    from laptop import rows

    file = STATE / "made-up.csv"
    rows.write(file, 1_730)
    return file


@pytest.fixture(scope="session")
def inbox(stack, environment) -> str:
    """A queue subscribed to the alerts' topic; its url."""
    sqs, sns = client(stack, "sqs"), client(stack, "sns")
    url = sqs.create_queue(QueueName="on-call")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = f"arn:aws:sns:us-east-1:{ACCOUNT}:{NAMES.alerts_topic}"
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    yield url
    sns.unsubscribe(SubscriptionArn=subscription)
    sqs.delete_queue(QueueUrl=url)
