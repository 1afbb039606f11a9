"""EMR's operations on clusters."""

from pathlib import Path

from localstack import config
from localstack.aws.api import RequestContext, handler
from localstack.services.plugins import ServiceLifecycleHook

from localstack_lakehouse.emr import describe, request
from localstack_lakehouse.emr.cluster import ENDED, Cluster
from localstack_lakehouse.emr.clusters import Clusters, page
from localstack_lakehouse.emr.instance_role import log_in


class ClusterOperations(ServiceLifecycleHook):
    def __init__(self, clusters: Clusters):
        self._clusters = clusters

    def on_before_stop(self) -> None:
        for cluster in self._clusters.everywhere():
            cluster.abandon()

    def on_before_state_reset(self) -> None:
        self.on_before_stop()
        self._clusters.forget()

    @handler("RunJobFlow", expand=False)
    def run_job_flow(self, context: RequestContext, asked: dict) -> dict:
        plan = request.read(asked)
        account, region = context.account_id, context.region
        session = log_in(asked["JobFlowRole"], plan.master_instance, account, region)
        folder = Path(config.dirs.tmp).absolute() / "emr" / plan.id
        cluster = Cluster(plan, folder, session)
        self._clusters.of(context)[cluster.id] = cluster
        cluster.start()
        return {"JobFlowId": cluster.id, "ClusterArn": arn(context, cluster)}

    @handler("DescribeCluster", expand=False)
    def describe_cluster(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        with cluster.changed:
            return {"Cluster": describe.whole(cluster, arn(context, cluster))}

    @handler("ListClusters", expand=False)
    def list_clusters(self, context: RequestContext, asked: dict) -> dict:
        states, after, before = asked.get("ClusterStates"), asked.get("CreatedAfter"), asked.get("CreatedBefore")
        found = [
            describe.summary(cluster, arn(context, cluster))
            for cluster in sorted(self._clusters.of(context).values(), key=lambda each: each.created, reverse=True)
            if (not states or cluster.state in states)
            and (not after or cluster.created >= after)
            and (not before or cluster.created <= before)
        ]
        return page("Clusters", found, asked)

    @handler("TerminateJobFlows", expand=False)
    def terminate_job_flows(self, context: RequestContext, asked: dict) -> dict:
        clusters = [self._clusters.find_job_flow(context, job_flow_id) for job_flow_id in asked["JobFlowIds"]]
        if any(cluster.request.termination_protected and cluster.state not in ENDED for cluster in clusters):
            raise request.invalid("Could not shut down one or more job flows since they are termination protected.")
        for cluster in clusters:
            cluster.end("USER_REQUEST", "Terminated by user request")
        return {}

    @handler("ListBootstrapActions", expand=False)
    def list_bootstrap_actions(self, context: RequestContext, asked: dict) -> dict:
        actions = self._clusters.find(context, asked["ClusterId"]).request.bootstrap_actions
        found = [
            {"Name": action["Name"], "ScriptPath": script["Path"], "Args": script.get("Args") or []}
            for action in actions
            for script in [action["ScriptBootstrapAction"]]
        ]
        return page("BootstrapActions", found, asked)

    @handler("ListInstanceGroups", expand=False)
    def list_instance_groups(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        return page("InstanceGroups", [describe.instance_group(cluster, g) for g in cluster.request.groups], asked)

    @handler("ListInstances", expand=False)
    def list_instances(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._clusters.find(context, asked["ClusterId"])
        return page("Instances", describe.instances(cluster, asked.get("InstanceGroupTypes") or []), asked)


def arn(context: RequestContext, cluster: Cluster) -> str:
    return f"arn:aws:elasticmapreduce:{context.region}:{context.account_id}:cluster/{cluster.id}"
