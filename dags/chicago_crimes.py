"""The Airflow DAG of one pipeline: what it does is in sql/chicago_crimes, how a day runs in daylake/daily_table.py."""

from datetime import timedelta

from daylake.daily_table import daily_table

daily_table("chicago_crimes", schedule="0 2 * * *", deadline=timedelta(minutes=36))
