"""`make deploy` and `make deploy-check`: releases, DAGs and settings into the environment that Terraform made."""

import os
import sys
from pathlib import Path
from typing import Annotated

import boto3
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import dag_files
from .checks import Environment, run_all
from .outputs import Outputs
from .problem import Problem
from .release import JAR, PROJECT, Release, point_airflow_at

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Folder = Annotated[Path, typer.Option("--terraform", help="where terraform apply was run")]
TERRAFORM = PROJECT / "terraform"
# Terraform reads AWS_REGION, which boto3 does not; without it, boto3 looks where it always does.
aws = boto3.Session(region_name=os.environ.get("AWS_REGION")).client
console = Console(width=None if sys.stdout.isatty() else 160)


@app.command()
def deploy(terraform: Folder = TERRAFORM) -> None:
    """Upload the release, then the DAGs, and make the release the one that runs begin with from now on."""
    if not JAR.exists():
        raise Problem(f"Cannot deploy: there is no {JAR.name}; run make deps first")
    outputs, release = Outputs.of_terraform(terraform), Release.of_this_checkout()
    s3 = aws("s3")
    artifacts = release.upload(s3, outputs.artifacts_bucket)
    told(f"release {artifacts} ({len(release.files)} files)")
    changed, gone = dag_files.upload(s3, outputs.artifacts_bucket)
    told(f"DAGs in s3://{outputs.artifacts_bucket}/{dag_files.PREFIX}: {len(changed)} changed, {len(gone)} removed")
    point_airflow_at(aws("secretsmanager"), outputs.settings_secret, outputs.settings, artifacts)
    told(f"settings in secret {outputs.settings_secret}: runs that begin now use this release, others keep theirs")


@app.command()
def check(terraform: Folder = TERRAFORM) -> None:
    """Verify a deployed environment; what is wrong comes with what to do."""
    failed = 0
    table = Table("", "check", "found", title="make deploy-check")
    for result in run_all(Environment(Outputs.of_terraform(terraform), aws)):
        failed += not result.passed
        table.add_row("[green]✓[/green]" if result.passed else "[red]✗[/red]", result.check, escape(result.found))
    console.print(table)
    if failed:
        raise Problem(f"Cannot call this environment ready: {failed} checks failed; do what the table says", 2)


def told(what: str) -> None:
    console.print(f"[green]✓[/green] {what}", highlight=False)


if __name__ == "__main__":
    try:
        app()
    except Problem as problem:
        Console(stderr=True).print(f"[red]✗[/red] {escape(str(problem))}", highlight=False, soft_wrap=True)
        sys.exit(problem.exit_code)
