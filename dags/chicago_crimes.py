"""The Airflow DAGs of one pipeline: what they do is in sql/chicago_crimes, how a day runs in daylake/daily_table.py."""

from datetime import timedelta

from daylake.daily_table import daily_table
from daylake.load_table import load_table

daily_table("chicago_crimes", schedule="0 2 * * *", deadline=timedelta(minutes=36))
load_table("chicago_crimes")
