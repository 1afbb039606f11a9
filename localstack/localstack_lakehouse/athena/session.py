"""What a statement works with: the catalogue, an engine, and the database whose name may be left out."""

import re
from dataclasses import dataclass

from localstack_lakehouse.athena.catalog import Catalog
from localstack_lakehouse.athena.engines import Engine
from localstack_lakehouse.athena.errors import QueryFailed

LEADING = re.compile(r"\A(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)


@dataclass(frozen=True)
class Session:
    catalog: Catalog
    engine: Engine
    database: str | None

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


def without_comments_before(text: str) -> str:
    """The same text, its leading comments blanked, so that places in it stay where they are."""
    return blanked(text, LEADING.match(text).end()).rstrip().removesuffix(";")


def blanked(text: str, end: int) -> str:
    return re.sub(r"[^\n]", " ", text[:end]) + text[end:]
