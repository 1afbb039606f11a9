"""What LocalStack 4 gets wrong when it runs as a plain process, or several of them on one machine."""

import os
import tempfile
import threading
import uuid
from functools import partial, wraps
from types import SimpleNamespace

from localstack.runtime import hooks


@hooks.on_infra_start()
def correct_localstack() -> None:
    keep_s3_apart()
    derive_kms_key_material_ids()
    let_no_alarm_outlive_the_process()
    keep_the_tags_of_new_alarms()


def keep_s3_apart() -> None:
    """Every instance would share one folder of S3 bytes, and one deleting a bucket would break another's."""
    from localstack import config
    from localstack.services.s3 import provider

    os.makedirs(config.dirs.tmp, exist_ok=True)
    provider.DEFAULT_S3_TMP_DIR = tempfile.mkdtemp(prefix="s3-", dir=config.dirs.tmp)


def derive_kms_key_material_ids() -> None:
    """LocalStack passes bytes to uuid5, which Python 3.11 takes only as text: no KMS key could be made."""
    from localstack.services.kms.models import KmsKey

    def generate_key_material_id(key: KmsKey, material: bytes) -> str:
        return uuid.uuid5(key._internal_key_id, material.hex()).hex * 2

    KmsKey.generate_key_material_id = generate_key_material_id


def let_no_alarm_outlive_the_process() -> None:
    """SQS reports to CloudWatch even while all stops; started anew, its thread would never let Python end."""
    from localstack.services.cloudwatch import alarm_scheduler

    alarm_scheduler.threading = SimpleNamespace(Thread=partial(threading.Thread, daemon=True))


def keep_the_tags_of_new_alarms() -> None:
    """LocalStack forgets the tags that come with an alarm; Terraform would want to add them for ever."""
    from localstack.services.cloudwatch.provider_v2 import CloudwatchProvider

    put = CloudwatchProvider.put_metric_alarm

    @wraps(put)
    def put_with_tags(provider: CloudwatchProvider, context, request) -> None:
        put(provider, context, request)
        alarm = f"arn:aws:cloudwatch:{context.region}:{context.account_id}:alarm:{request['AlarmName']}"
        provider.get_store(context.account_id, context.region).TAGS.tag_resource(alarm, request.get("Tags") or [])

    CloudwatchProvider.put_metric_alarm = put_with_tags
