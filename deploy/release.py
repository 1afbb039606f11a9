"""A release: the jar, the bootstrap script and sql/ as they are now, under a prefix named by their content.

A release never changes once it is there, and a run keeps to the one it began with; so no cluster ever sees half of a
new one.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

PROJECT = Path(__file__).resolve().parent.parent
JAR = PROJECT / "spark-jobs" / "target" / "daylake.jar"
MANIFEST = "release.json"  # written last: where it is, the whole release is
ONE_THREAD = TransferConfig(use_threads=False)


@dataclass(frozen=True)
class Release:
    """The files of a release by their key below its prefix, and the SHA-256 of each as hexadecimal digits."""

    files: dict[str, Path]
    digests: dict[str, str]

    @staticmethod
    def of_this_checkout() -> "Release":
        files = {"daylake.jar": JAR}
        for folder in ("bootstrap", "sql"):
            found = sorted(file for file in (PROJECT / folder).rglob("*") if file.is_file())
            files |= {file.relative_to(PROJECT).as_posix(): file for file in found}
        return Release.of(files)

    @staticmethod
    def of(files: dict[str, Path]) -> "Release":
        return Release(files, {key: hashlib.sha256(file.read_bytes()).hexdigest() for key, file in files.items()})

    @property
    def name(self) -> str:
        """The first 12 digits of the SHA-256 of all names and contents."""
        return hashlib.sha256(json.dumps(self.digests, sort_keys=True).encode()).hexdigest()[:12]

    def upload(self, s3, bucket: str) -> str:
        """Puts the release where it is not yet; returns its address, s3://<bucket>/releases/<name>."""
        prefix = f"releases/{self.name}"
        if not exists(s3, bucket, f"{prefix}/{MANIFEST}"):
            for key, file in self.files.items():
                s3.upload_file(str(file), bucket, f"{prefix}/{key}", Config=ONE_THREAD)
            checksum = f"{self.digests['daylake.jar']}  daylake.jar\n"
            s3.put_object(Bucket=bucket, Key=f"{prefix}/daylake.jar.sha256", Body=checksum.encode())
            manifest = json.dumps({"files": self.digests}, indent=2, sort_keys=True)
            s3.put_object(Bucket=bucket, Key=f"{prefix}/{MANIFEST}", Body=manifest.encode())
        return f"s3://{bucket}/{prefix}"


def exists(s3, bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
            return False
        raise
    return True


def point_airflow_at(manager, secret: str, settings: dict, artifacts: str) -> None:
    """Makes the release the one that runs use from now on; Airflow reads this secret as its Variable `daylake`."""
    manager.put_secret_value(SecretId=secret, SecretString=json.dumps(settings | {"artifacts": artifacts}))
