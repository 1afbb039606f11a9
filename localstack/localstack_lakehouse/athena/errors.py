"""How a query fails: Athena's own name for the error, and its sentence."""

import re

ANSI = re.compile(r"\x1b\[\d*m")


class QueryFailed(Exception):
    """Becomes the query's StateChangeReason, which on Athena reads `CODE: line 1:8: sentence`."""

    def __init__(self, code: str | None, sentence: str, position: tuple[int, int] | None = None):
        where = f"line {position[0]}:{position[1]}: " if position else ""
        super().__init__(f"{code}: {where}{sentence}" if code else f"{where}{sentence}")


def refused(sentence: str) -> QueryFailed:
    """What Hive, which runs Athena's DDL, says of Glue's refusals."""
    return QueryFailed(
        None, f"FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. {sentence}"
    )


class QueryCancelled(Exception):
    """StopQueryExecution came first."""

    def __init__(self, reason: str = "Query was cancelled by user"):
        super().__init__(reason)


class QueryTooLarge(QueryCancelled):
    """It reads more than its workgroup allows."""

    def __init__(self):
        super().__init__("Bytes scanned limit was exceeded")


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from one, as Athena counts them."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def without_colours(error: Exception) -> str:
    """sqlglot underlines for terminals."""
    return ANSI.sub("", str(error))
