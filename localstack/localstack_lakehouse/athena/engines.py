"""Which engine runs a query: DuckDB, which is there at once, or Trino, which Athena is.

ATHENA_ENGINE says it for all; a workgroup's tag `engine` says it for that workgroup's queries.
"""

import os
from pathlib import Path

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engine import DuckDbEngine
from localstack_lakehouse.athena.errors import QueryFailed
from localstack_lakehouse.athena.trino.engine import TrinoEngine
from localstack_lakehouse.athena.trino.servers import Servers, acting_for
from localstack_lakehouse.endpoint import credentials

VARIABLE, TAG = "ATHENA_ENGINE", "engine"
Engine = DuckDbEngine | TrinoEngine


class Engines:
    def __init__(self, folder: Path):
        self._servers = Servers(folder)

    def open(self, name: str, catalog: Catalog, account: str, most_bytes: int | None) -> Engine:
        own = credentials(catalog.access_key, catalog.region)
        if name == "duckdb":
            return DuckDbEngine(catalog, own, most_bytes)
        if name == "trino":
            return TrinoEngine(self._servers, catalog, acting_for(own, account), most_bytes)
        sentence = (
            f"Cannot run the query on {name!r}: the engines are duckdb and trino; set {VARIABLE}, or the tag {TAG}"
        )
        raise QueryFailed("GENERIC_INTERNAL_ERROR", f"{sentence} of the workgroup, to one of them")

    def end(self) -> None:
        self._servers.end()


def chosen(tags: dict[str, str]) -> str:
    return (tags.get(TAG) or os.environ.get(VARIABLE) or "duckdb").lower()
