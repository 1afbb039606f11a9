"""EMR's operations on settings: those of a living cluster, and those kept for clusters to come."""

from localstack.aws.api import RequestContext, handler

from localstack_lakehouse.emr import request
from localstack_lakehouse.emr.cluster import Cluster
from localstack_lakehouse.emr.clusters import Clusters


class SettingsOperations:
    def __init__(self, clusters: Clusters):
        self._clusters = clusters

    @handler("SetTerminationProtection", expand=False)
    def set_termination_protection(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._clusters.find_job_flow(context, job_flow_id).request.termination_protected = asked[
                "TerminationProtected"
            ]
        return {}

    @handler("SetVisibleToAllUsers", expand=False)
    def set_visible_to_all_users(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._clusters.find_job_flow(context, job_flow_id).request.visible = asked["VisibleToAllUsers"]
        return {}

    @handler("SetKeepJobFlowAliveWhenNoSteps", expand=False)
    def set_keep_job_flow_alive(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._change(
                self._clusters.find_job_flow(context, job_flow_id), keep_alive=asked["KeepJobFlowAliveWhenNoSteps"]
            )
        return {}

    @handler("ModifyCluster", expand=False)
    def modify_cluster(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        if level := asked.get("StepConcurrencyLevel"):
            self._change(cluster, step_concurrency=level)
        return {"StepConcurrencyLevel": cluster.request.step_concurrency}

    @handler("PutAutoTerminationPolicy", expand=False)
    def put_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        seconds = request.idle_timeout(asked.get("AutoTerminationPolicy") or {})
        self._change(self._clusters.find(context, asked["ClusterId"]), idle_timeout=seconds)
        return {}

    @handler("RemoveAutoTerminationPolicy", expand=False)
    def remove_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        self._change(self._clusters.find(context, asked["ClusterId"]), idle_timeout=None)
        return {}

    @handler("GetAutoTerminationPolicy", expand=False)
    def get_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        seconds = self._clusters.find(context, asked["ClusterId"]).request.idle_timeout
        return {"AutoTerminationPolicy": {"IdleTimeout": seconds}} if seconds else {}

    @handler("AddTags", expand=False)
    def add_tags(self, context: RequestContext, asked: dict) -> dict:
        added = asked["Tags"]
        self._keep_tags(context, asked["ResourceId"], {tag.get("Key") for tag in added}, added)
        return {}

    @handler("RemoveTags", expand=False)
    def remove_tags(self, context: RequestContext, asked: dict) -> dict:
        self._keep_tags(context, asked["ResourceId"], set(asked["TagKeys"]), [])
        return {}

    @handler("ListSecurityConfigurations", expand=False)
    def list_security_configurations(self, context: RequestContext, asked: dict) -> dict:
        """moto keeps them, and lists none."""
        from moto.emr.models import emr_backends

        kept = emr_backends[context.account_id][context.region].security_configurations.values()
        return {
            "SecurityConfigurations": [
                {"Name": each.name, "CreationDateTime": each.creation_date_time} for each in kept
            ]
        }

    def _keep_tags(self, context: RequestContext, cluster_id: str, without: set[str], added: list[dict]) -> None:
        plan = self._clusters.find(context, cluster_id).request
        plan.tags = [tag for tag in plan.tags if tag.get("Key") not in without] + added

    def _change(self, cluster: Cluster, **values) -> None:
        with cluster.changed:
            for name, value in values.items():
                setattr(cluster.request, name, value)
            cluster.changed.notify_all()
