"""The first task of every run: reads the settings once, so that a deployment during the run changes nothing in it."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Variable, task

from daylake.settings import settings


@task(multiple_outputs=False)
def where() -> dict[str, Any]:
    variable = Variable.get("daylake", deserialize_json=True)
    settings(variable)
    return variable
