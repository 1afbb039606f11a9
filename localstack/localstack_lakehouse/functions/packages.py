"""The packages that AWS's Python runtimes bring: boto3 and what it needs, and nothing else of our own environment."""

import os
import re
import tempfile
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path

from localstack import config

BROUGHT = "boto3"


@cache
def runtime_packages() -> Path:
    """A folder with a link to each of them: a function that lacks a package fails here as it would on AWS."""
    place = Path(tempfile.mkdtemp(prefix="lambda-runtime-", dir=config.dirs.tmp)).absolute()
    for each in with_what_it_needs(BROUGHT).values():
        for entry in {file.parts[0] for file in each.files or [] if file.parts[0] not in ("..", "__pycache__")}:
            os.symlink(each.locate_file(entry), place / entry)
    return place


def with_what_it_needs(name: str) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    wanted = [name]
    while wanted:
        if (each := wanted.pop()) not in found:
            found[each] = distribution(each)
            wanted += [needed(line) for line in found[each].requires or [] if "extra ==" not in line]
    return found


def needed(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower()
