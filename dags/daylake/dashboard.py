"""What dashboards show: QuickSight reads a copy of its own (SPICE), which is refreshed when the day is served."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.providers.amazon.aws.operators.quicksight import QuickSightCreateIngestionOperator
from airflow.providers.common.compat.sdk import AirflowSkipException

from daylake.names import ingestion_name
from daylake.settings import QuickSight


class RefreshDashboard(QuickSightCreateIngestionOperator):
    """Refreshes the data set and waits; skipped where the account has no QuickSight.

    The parent would ask STS for the account and take a data set's id that looks like a number for one.
    """

    template_fields = ("quicksight",)

    def __init__(self, *, quicksight: str, **kwargs: Any) -> None:
        # The parent waits as long as QuickSight says that it works: so a limit.
        super().__init__(data_set_id="", ingestion_id="", execution_timeout=timedelta(minutes=30), **kwargs)
        self.quicksight: Any = quicksight

    def execute(self, context: Any) -> dict[str, Any]:
        target: QuickSight | None = self.quicksight
        if target is None:
            reason = "No dashboard to refresh: `quicksight` is null in the Variable daylake"
            # Airflow keeps the exception's words in a field of the log line, which not every view shows.
            self.log.info("%s", reason)
            raise AirflowSkipException(reason)
        ti = context["ti"]
        return self.hook.create_ingestion(
            aws_account_id=target.account,
            data_set_id=target.data_set,
            ingestion_id=ingestion_name(ti.dag_id, context["run_id"], ti.try_number),
            ingestion_type="FULL_REFRESH",
            check_interval=self.check_interval,
        )
