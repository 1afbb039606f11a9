"""What a statement works with: the catalogue, an engine, and the database whose name may be left out."""

from dataclasses import dataclass

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engines import Engine
from localstack_lakehouse.athena.errors import QueryFailed


@dataclass(frozen=True)
class Session:
    catalog: Catalog
    engine: Engine
    database: str | None
    query_id: str
    output: str  # the folder of results
    prepared: dict[str, str]  # the workgroup's prepared statements, by name

    def schema(self, named: str | None) -> str:
        schema = (named or self.database or "default").lower()
        if not self.catalog.has_database(schema):
            raise QueryFailed(None, f"FAILED: SemanticException [Error 10072]: Database does not exist: {schema}")
        return schema

    def table(self, schema: str | None, name: str) -> dict:
        table = self.catalog.table(self.schema(schema), name.lower())
        if not table:
            raise QueryFailed(None, f"FAILED: SemanticException [Error 10001]: Table not found {name.lower()}")
        return table
