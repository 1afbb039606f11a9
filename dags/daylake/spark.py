"""What a daily step asks of Spark, wherever it runs."""

from __future__ import annotations

# A daily job is over before the optimising compiler has paid for itself (docs/decisions/jvm-of-a-step.md).
JAVA_OPTIONS = (
    "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 "
    "-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
)
SETTINGS = {
    # The readers of one snapshot are a barrier stage, which Spark refuses under the dynamic allocation EMR turns on.
    "ingest": {"spark.dynamicAllocation.enabled": "false"},
    "curate": {},
}


def submit_options(command: str) -> list[str]:
    """Options of spark-submit, without which ingest is refused and both take longer."""
    java = {f"spark.{jvm}.extraJavaOptions": JAVA_OPTIONS for jvm in ("driver", "executor")}
    return [part for key, value in (SETTINGS[command] | java).items() for part in ("--conf", f"{key}={value}")]
