"""EMR's operations on steps."""

from localstack.aws.api import CommonServiceException, RequestContext, handler

from localstack_lakehouse.emr import request
from localstack_lakehouse.emr.cluster import GRACE_SECONDS, Cluster
from localstack_lakehouse.emr.clusters import Clusters, page
from localstack_lakehouse.emr.step import Step


class StepOperations:
    def __init__(self, clusters: Clusters):
        self._clusters = clusters

    @handler("AddJobFlowSteps", expand=False)
    def add_job_flow_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find_job_flow(context, asked["JobFlowId"])
        steps = [request.new_step(step, cluster.request.step_concurrency) for step in asked["Steps"]]
        with cluster.changed:
            if cluster.ending:
                raise request.invalid("A job flow that is shutting down, terminated, or finished may not be modified.")
            cluster.add_steps(steps)
        return {"StepIds": [step.id for step in steps]}

    @handler("ListSteps", expand=False)
    def list_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        states, ids = asked.get("StepStates"), asked.get("StepIds")
        found = [
            step.describe()
            for step in reversed(cluster.steps)
            if (not states or step.state in states) and (not ids or step.id in ids)
        ]
        return page("Steps", found, asked)

    @handler("DescribeStep", expand=False)
    def describe_step(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        return {"Step": find_step(cluster, asked["StepId"]).describe()}

    @handler("CancelSteps", expand=False)
    def cancel_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        grace = 0.0 if asked.get("StepCancellationOption") == "TERMINATE_PROCESS" else GRACE_SECONDS
        answers = []
        for step_id in asked["StepIds"]:
            step = find_step(cluster, step_id)
            if step.state in ("PENDING", "RUNNING", "CANCEL_PENDING"):
                cluster.cancel(step, grace)
                answers.append({"StepId": step_id, "Status": "SUBMITTED"})
            else:
                reason = f"Step {step_id} is {step.state}: only a pending or running step can be cancelled"
                answers.append({"StepId": step_id, "Status": "FAILED", "Reason": reason})
        return {"CancelStepsInfoList": answers}


def find_step(cluster: Cluster, step_id: str) -> Step:
    for step in cluster.steps:
        if step.id == step_id:
            return step
    raise CommonServiceException("InvalidRequestException", f"Step id '{step_id}' is not valid.")
