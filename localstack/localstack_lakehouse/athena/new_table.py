"""A table that a query's rows become."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NewTable:
    schema: str
    name: str
    location: str
    format: str = "parquet"
    compression: str = "gzip"
    partitioned_by: list[str] = field(default_factory=list)
