"""Terraform on a copy of terraform/, so that no state, lock or plugin of a test is left in the repository."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PROVIDER = "registry.terraform.io/hashicorp/aws"
MIRRORS = ("~/.terraform.d/plugins", "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins")


class WorkingCopy:
    """terraform/ beside links to what it reads, in a folder of the test's own."""

    def __init__(self, folder: Path, variables: dict[str, str]):
        self.folder = folder / "terraform"
        shutil.copytree(PROJECT / "terraform", self.folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
        for name in ("sql", ".daylake"):
            (folder / name).symlink_to(PROJECT / name)
        self._variables = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        self._variables |= variables | {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "NO_COLOR": "1"}

    @property
    def environment(self) -> dict[str, str]:
        return self._variables

    def init(self) -> None:
        """Installs the provider from a mirror on this machine, else from its registry, or skips the test."""
        mirror = provider_mirror()
        ended = self._run("init", "-no-color", *([f"-plugin-dir={mirror}"] if mirror else []))
        if ended.returncode:
            pytest.skip(f"Terraform's aws provider cannot be had here (no mirror, no registry): {ended.stderr[-300:]}")

    def __call__(self, *arguments: str, exits: tuple[int, ...] = (0,)) -> str:
        """Runs terraform; its output, or a failure with what it printed."""
        ended = self._run(*arguments)
        assert ended.returncode in exits, f"terraform {arguments[0]}: {ended.stdout[-3000:]}\n{ended.stderr[-6000:]}"
        return ended.stdout

    def plan(self, **variables) -> dict:
        """The plan as `terraform show -json` gives it."""
        self("plan", "-out=planned", *settings(variables))
        return json.loads(self("show", "-json", "planned"))

    def apply(self, **variables) -> None:
        self("apply", "-auto-approve", *settings(variables))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess:
        command = ["terraform", f"-chdir={self.folder}", *arguments]
        return subprocess.run(command, env=self._variables, capture_output=True, text=True)


def aws_variables(endpoint: str) -> dict[str, str]:
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
    return keys | {"AWS_ENDPOINT_URL": endpoint}


def settings(variables: dict) -> list[str]:
    return [
        f"-var={name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in variables.items()
    ]


def provider_mirror() -> Path | None:
    """TF_PLUGIN_DIR, or the first of the usual folders that has the provider."""
    if given := os.environ.get("TF_PLUGIN_DIR"):
        return Path(given)
    usual = [*(Path(mirror).expanduser() for mirror in MIRRORS), *Path("/opt").glob("*")]
    return next((folder for folder in usual if (folder / PROVIDER).is_dir()), None)


def need_terraform() -> None:
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed here (1.11 or newer; the machine needs it only for these tests)")
