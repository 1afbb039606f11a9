"""What a receipt proves, as far as later tasks need it."""

from __future__ import annotations

import json
from typing import Any


def published(uri: str, text: str | bytes) -> dict[str, Any]:
    receipt = json.loads(text)
    year, month, day = receipt["day"].split("-")
    # A day that is not the newest moves no `_latest`.
    latest = receipt["pointers"].get("latest") or {}
    return {
        "receipt": uri,
        "database": receipt["database"],
        "table": receipt["table"].lower(),
        "y": year,
        "m": month,
        "d": day,
        "rows": receipt["counts"]["file_rows"],
        "is_latest": latest.get("to") == receipt["location"],
    }
