"""The tasks at the beginning and the end of a cluster's life; each may be repeated, and none leaves one behind."""

from __future__ import annotations

from typing import Any

from airflow.providers.amazon.aws.hooks.emr import EmrHook
from airflow.providers.amazon.aws.operators.base_aws import AwsBaseOperator
from airflow.providers.amazon.aws.operators.emr import EmrCreateJobFlowOperator
from airflow.providers.amazon.aws.utils.mixins import aws_template_fields

from daylake.cluster_of_run import end, live, unused


class CreateCluster(EmrCreateJobFlowOperator):
    """Asks for the run's cluster, or takes the one that an earlier try has got without keeping its id."""

    def execute(self, context: Any) -> str | None:
        found = unused(self.hook.conn, self.job_flow_overrides)
        if found is None:
            return super().execute(context)
        self.log.info("Cluster %s was asked for by an earlier try of this task, and nothing has used it: taken", found)
        return found


class EndClusters(AwsBaseOperator[EmrHook]):
    """Ends whatever cluster of the run lives, known or not; terminating is asynchronous, and nothing waits for it."""

    aws_hook_class = EmrHook
    template_fields = aws_template_fields("cluster")

    def __init__(self, *, cluster: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cluster = cluster

    def execute(self, context: Any) -> list[str]:
        ended = end(self.hook.conn, live(self.hook.conn, self.cluster))
        self.log.info("Told to end: %s", ", ".join(ended) or "none, as no cluster of this run lives")
        return ended
