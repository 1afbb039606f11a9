"""LocalStack's index of all AWS APIs, made once per Python environment instead of once per state folder.

LocalStack builds it at the first request, which then takes eight seconds, and keeps it among its own files.
"""

import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

SHARED = Path(sys.prefix) / "var" / "localstack-lakehouse"
PLACE = Path("usr", "lib", "localstack")  # below FILESYSTEM_ROOT
PATTERN = "service-catalog-{}-{}.*".format(
    *(version(name).replace(".", "_") for name in ("localstack-core", "botocore"))
)


def provide(state: Path) -> None:
    """Put the index where a LocalStack with this state folder looks for it; without one it builds its own."""
    index = next(SHARED.glob(PATTERN), None) or build()
    place = state / PLACE
    if index and not any(place.glob(PATTERN)):
        place.mkdir(parents=True, exist_ok=True)
        (place / index.name).symlink_to(index)


def build() -> Path | None:
    print("Indexing the AWS APIs, once for this Python environment", flush=True)
    try:
        SHARED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SHARED) as root:
            place = Path(root, PLACE)
            place.mkdir(parents=True)
            settings = {"FILESYSTEM_ROOT": root, "OVERRIDE_IN_DOCKER": "0"}
            command = [sys.executable, "-P", "-m", "localstack.aws.spec"]
            subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.DEVNULL)
            built = next(place.glob(PATTERN))
            return built.replace(SHARED / built.name)
    except (OSError, subprocess.CalledProcessError, StopIteration) as error:
        print(f"Cannot keep the index in {SHARED}: {error}; the first request will be slow", flush=True)
        return None
