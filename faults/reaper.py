"""The watch, as its schedule would invoke it a quarter of an hour later."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

from laptop.environment import LOCAL_PYTHON, aws
from laptop.names import NAMES
from laptop.stack import PROJECT, Stack

LATER = timedelta(minutes=17)
PROGRAM = "import sys, handler; handler.handler({'time': sys.argv[1]}, None)"


def watch_looks(stack: Stack) -> None:
    settings = {"LAKE": NAMES.lake_bucket, "PIPELINES": "chicago_crimes", "NAMESPACE": "Daylake"}
    since = {"SINCE": datetime.now(UTC).isoformat()}
    subprocess.run(
        [str(LOCAL_PYTHON / "python"), "-c", PROGRAM, (datetime.now(UTC) + LATER).isoformat()],
        cwd=PROJECT / "functions" / "watch",
        env={"PATH": os.environ["PATH"]} | aws(stack) | settings | since,
        check=True,
    )
