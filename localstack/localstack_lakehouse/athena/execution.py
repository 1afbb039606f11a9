"""A query execution: queued, run in a thread of its own, its result written to S3, and its end with a reason."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from botocore.exceptions import BotoCoreError, ClientError

from localstack_lakehouse.athena import results, statements
from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engines import Engine
from localstack_lakehouse.athena.errors import QueryCancelled, QueryFailed
from localstack_lakehouse.athena.outcome import Outcome
from localstack_lakehouse.athena.session import Session
from localstack_lakehouse.athena.types import column_info
from localstack_lakehouse.endpoint import client, split_s3_uri

LOG = logging.getLogger(__name__)
AT_ONCE = threading.Semaphore(4)
FINAL = {"SUCCEEDED", "FAILED", "CANCELLED"}


@dataclass
class Execution:
    id: str
    text: str
    parameters: list[str]
    database: str | None
    workgroup: str
    folder: str
    asked: dict
    access_key: str  # of whoever asked: Athena reads and writes in their name
    region: str
    prepared: dict[str, str]
    open_engine: Callable[[Catalog], Engine] = field(repr=False)
    state: str = "QUEUED"
    reason: str | None = None
    submitted: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: datetime | None = None
    completed: datetime | None = None
    outcome: Outcome | None = None
    _engine: Engine | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def kind(self) -> str:
        return statements.kind_of(self.text)

    @property
    def output(self) -> str:
        return f"{self.folder.rstrip('/')}/{self.id}.{'csv' if self.kind == 'DML' else 'txt'}"

    def start(self) -> None:
        threading.Thread(target=self._live, name=f"athena-{self.id}", daemon=True).start()

    def stop(self) -> None:
        """A final state stays what it is."""
        with self._lock:
            if self.state not in FINAL:
                self._end("CANCELLED", str(QueryCancelled()))
                if self._engine:
                    self._engine.interrupt()

    def _live(self) -> None:
        with AT_ONCE:
            try:
                self._run()
            except QueryCancelled as error:
                self._end("CANCELLED", str(error))
            except QueryFailed as error:
                self._end("FAILED", str(error))
            except ClientError as error:
                self._end("FAILED", told_by_aws(error))
            except BotoCoreError as error:
                self._end("FAILED", f"GENERIC_INTERNAL_ERROR: {error}")
            except Exception as error:
                LOG.exception("Athena query %s", self.id)
                self._end("FAILED", f"GENERIC_INTERNAL_ERROR: {error}")

    def _run(self) -> None:
        with self._lock:
            if self.state in FINAL:
                return
            self.state, self.started = "RUNNING", datetime.now(UTC)
            self._engine = self.open_engine(Catalog(self.access_key, self.region))
        try:
            session = Session(
                self._engine.catalog, self._engine, self.database, self.id, self.folder.rstrip("/"), self.prepared
            )
            outcome = statements.run(self.text, self.parameters, session)
        finally:
            with self._lock:
                engine, self._engine = self._engine, None
            engine.close()
        self._write(outcome)
        with self._lock:
            self.outcome = outcome
            self._end("SUCCEEDED", None)

    def _end(self, state: str, reason: str | None) -> None:
        with self._lock:
            if self.state not in FINAL:
                self.state, self.reason, self.completed = state, reason, datetime.now(UTC)

    def _write(self, outcome: Outcome) -> None:
        """The result, and beside it its columns: Athena's own .metadata is binary and undocumented, ours is JSON."""
        s3 = client("s3", self.access_key, self.region)
        bucket, key = split_s3_uri(self.output)
        names = [name for name, _ in outcome.columns]
        body = results.csv(names, outcome.rows) if outcome.has_header else results.text(outcome.rows)
        metadata = json.dumps([column_info(name, kind) for name, kind in outcome.columns])
        s3.put_object(Bucket=bucket, Key=key, Body=body.encode())
        s3.put_object(Bucket=bucket, Key=f"{key}.metadata", Body=metadata.encode())

    def describe(self) -> dict:
        status = {"State": self.state, "SubmissionDateTime": self.submitted}
        if self.completed:
            status["CompletionDateTime"] = self.completed
        if self.reason:
            status["StateChangeReason"] = self.reason
        if self.state == "FAILED":
            status["AthenaError"] = athena_error(self.reason or "")
        context = {"Database": self.database} if self.database else {}
        described = {
            "QueryExecutionId": self.id,
            "Query": self.text,
            "StatementType": self.kind,
            "ResultConfiguration": {**self.asked.get("ResultConfiguration", {}), "OutputLocation": self.output},
            "QueryExecutionContext": context | {"Catalog": "awsdatacatalog"},
            "Status": status,
            "Statistics": self.statistics(),
            "WorkGroup": self.workgroup,
            "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"},
        }
        return described | ({"ExecutionParameters": self.parameters} if self.parameters else {})

    def statistics(self) -> dict:
        end = self.completed or datetime.now(UTC)
        begin = self.started or end
        return {
            "EngineExecutionTimeInMillis": milliseconds(end - begin),
            "DataScannedInBytes": self.outcome.bytes if self.outcome else 0,
            "TotalExecutionTimeInMillis": milliseconds(end - self.submitted),
            "QueryQueueTimeInMillis": milliseconds(begin - self.submitted),
            "ServiceProcessingTimeInMillis": 0,
        }


def told_by_aws(error: ClientError) -> str:
    """Glue and S3 answer for whoever asked: what they refuse is the asker's own lack of permissions."""
    answer = error.response["Error"]
    if answer["Code"] in ("AccessDenied", "AccessDeniedException", "403"):
        return f"Insufficient permissions to execute the query. {answer['Message']}"
    return f"GENERIC_INTERNAL_ERROR: {error}"


def milliseconds(duration) -> int:
    return int(duration.total_seconds() * 1000)


def athena_error(reason: str) -> dict:
    """Category 1 is the system's fault, 2 the user's. Which type Athena would number it with is not documented."""
    category = 1 if reason.startswith("GENERIC_INTERNAL_ERROR") else 2
    kind = 1006 if category == 1 else 1003
    return {"ErrorCategory": category, "ErrorType": kind, "Retryable": False, "ErrorMessage": reason}
