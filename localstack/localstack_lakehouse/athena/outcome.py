"""What a statement gave: columns, rows, and the kind of statement that tells how Athena hands them out."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    kind: str  # DML, DDL or UTILITY
    columns: list[tuple[str, str]] = field(default_factory=list)  # name and Trino type
    rows: list[list[str | None]] = field(default_factory=list)
    bytes: int = 0

    @property
    def has_header(self) -> bool:
        """Only a query's answer begins with a row of its columns' names, and is a CSV."""
        return self.kind == "DML"


def listing(column: str, values: list[str]) -> Outcome:
    return Outcome("UTILITY", [(column, "string")], [[value] for value in values])
