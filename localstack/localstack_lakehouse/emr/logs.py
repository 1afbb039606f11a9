"""A cluster's logs on S3, where LogUri says, gzipped as EMR writes them."""

import gzip
import logging
from pathlib import Path

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError

from localstack_lakehouse.endpoint import split_s3_uri

LOG = logging.getLogger(__name__)


class LogFolder:
    """Where a cluster's logs go; without a LogUri, nowhere."""

    def __init__(self, s3: BaseClient, log_uri: str | None, cluster: str):
        self._s3 = s3
        self._root = f"{log_uri.rstrip('/')}/{cluster}" if log_uri else None

    def address(self, name: str) -> str | None:
        return f"{self._root}/{name}.gz" if self._root else None

    def upload(self, name: str, file: Path) -> None:
        """A log that cannot be written must not fail the step it tells of: EMR's does not either."""
        address = self.address(name)
        if not address or not file.exists():
            return
        try:
            bucket, key = split_s3_uri(address)
            self._s3.put_object(Bucket=bucket, Key=key, Body=gzip.compress(file.read_bytes()))
        except (BotoCoreError, ClientError, ValueError) as error:
            LOG.warning("Cannot write the log %s: %s", address, error)
