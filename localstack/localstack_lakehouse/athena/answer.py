"""What an engine gives: columns, rows as Athena writes them, and the bytes that it read for them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    columns: list[tuple[str, str]]  # name and Trino type
    rows: list[list[str | None]] = field(default_factory=list)
    bytes: int = 0
    unnamed: list[int] = field(default_factory=list)
