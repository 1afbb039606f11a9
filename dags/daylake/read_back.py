"""The check a reader would make: Athena must serve what the receipt says was published."""

from __future__ import annotations

from typing import Any

from airflow.providers.amazon.aws.operators.athena import AthenaOperator
from airflow.providers.common.compat.sdk import AirflowFailException

ROWS_SERVED = """
{%- set it = ti.xcom_pull(task_ids='curate') -%}
select '{{ it.table }}' as served_by, count(*) as row_count
from {{ it.table }}
where y = '{{ it.y }}' and m = '{{ it.m }}' and d = '{{ it.d }}'
{%- if it.is_latest %}
union all
select '{{ it.table }}_latest' as served_by, count(*) as row_count
from {{ it.table }}_latest
{%- endif %}
"""


class ReadBack(AthenaOperator):
    """Counts the published rows through Athena and compares them with the receipt."""

    template_fields = (*AthenaOperator.template_fields, "published")

    def __init__(self, *, published: str, **kwargs: Any) -> None:
        super().__init__(query=ROWS_SERVED, **kwargs)
        self.published = published

    def execute(self, context: Any) -> dict[str, int]:
        query = super().execute(context)
        rows = self.hook.get_query_results(query)["ResultSet"]["Rows"]
        served = {table: int(count) for table, count in (cells(row) for row in rows[1:])}
        self.log.info("Athena serves %s; the receipt says %s rows", served, self.published["rows"])
        if problem := difference(self.published, served):
            raise AirflowFailException(problem)
        return served


def cells(row: dict) -> list[str]:
    return [cell["VarCharValue"] for cell in row["Data"]]


def difference(published: dict, served: dict[str, int]) -> str | None:
    """None when every table serves exactly the receipt's rows."""
    wrong = [f"{table} serves {count}" for table, count in served.items() if count != published["rows"]]
    if not wrong:
        return None
    day = "-".join(published[part] for part in ("y", "m", "d"))
    return (
        f"Cannot trust what Athena serves for {day}: the receipt {published['receipt']} says {published['rows']} rows, "
        f"{' and '.join(wrong)}; look at the objects under the partition's location and run the day again"
    )
