import subprocess
import sys
import urllib.request

import boto3
import psutil

from tests.process import LocalAws


def test_health_lists_the_lakehouse_services(local_aws):
    health = urllib.request.urlopen(f"{local_aws.endpoint}/_localstack/health").read().decode()
    for service in ("glue", "emr", "athena", "rds", "s3", "sns", "sqs", "secretsmanager", "cloudwatch", "kms"):
        assert f'"{service}":' in health


def test_it_listens_on_loopback_only(local_aws):
    process = psutil.Process(local_aws.process.pid)
    listening = [each.laddr for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    assert listening and {address.ip for address in listening} == {"127.0.0.1"}, listening


def test_a_port_in_use_is_told_in_a_sentence(local_aws, tmp_path):
    port = local_aws.endpoint.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "localstack_lakehouse", "--port", port, "--state", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: "), done.stderr


def test_two_instances_do_not_share_their_s3_objects(client, local_aws, tmp_path):
    client("s3").create_bucket(Bucket="shared-name")
    client("s3").put_object(Bucket="shared-name", Key="key", Body=b"x" * 1_000_000)
    with LocalAws(tmp_path) as other:
        s3 = boto3.client("s3", **other.client_settings)
        s3.create_bucket(Bucket="shared-name")
        s3.put_object(Bucket="shared-name", Key="key", Body=b"y")
        s3.delete_object(Bucket="shared-name", Key="key")
        s3.delete_bucket(Bucket="shared-name")
    assert client("s3").get_object(Bucket="shared-name", Key="key")["Body"].read() == b"x" * 1_000_000


def test_kms_keys_can_be_made_on_python_3_11(client):
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    sealed = client("kms").encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    assert client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"secret"


def test_a_message_published_to_sns_arrives_in_sqs(client):
    sns, sqs = client("sns"), client("sqs")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    queue = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    sns.publish(TopicArn=topic, Message="late")
    messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5).get("Messages", [])
    assert [message["Body"] for message in messages] == ["late"]
