"""A workgroup whose queries run on Trino, or why there is none on this machine."""

import pytest

from localstack_lakehouse.athena.trino.installation import Installation, NotInstalled
from tests.queries import Athena

WORKGROUP = "on-trino"
START_SECONDS = 240


def athena_on_trino(client, output: str) -> Athena:
    try:
        Installation.find()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    athena = client("athena")
    if WORKGROUP not in [each["Name"] for each in athena.list_work_groups()["WorkGroups"]]:
        athena.create_work_group(Name=WORKGROUP, Tags=[{"Key": "engine", "Value": "trino"}])
    on_trino = Athena(athena, output, WORKGROUP, seconds=60)
    on_trino.finish(on_trino.start("select 1", database=None), START_SECONDS)
    return on_trino
