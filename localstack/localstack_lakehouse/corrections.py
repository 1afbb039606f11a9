"""What LocalStack 4 gets wrong when several instances run as plain processes on one machine."""

import os
import tempfile
import uuid

from localstack.runtime import hooks


@hooks.on_infra_start()
def correct_localstack() -> None:
    keep_s3_apart()
    derive_kms_key_material_ids()


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
