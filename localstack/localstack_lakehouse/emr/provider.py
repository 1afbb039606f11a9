"""EMR's operations on clusters and steps; all other operations are moto's."""

from pathlib import Path

from localstack import config
from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.plugins import ServiceLifecycleHook
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

from localstack_lakehouse.emr import describe, request
from localstack_lakehouse.emr.cluster import ENDED, GRACE_SECONDS, Cluster
from localstack_lakehouse.emr.step import Step
from localstack_lakehouse.endpoint import client

PAGE = 50


class EmrStore(BaseStore):
    clusters: dict[str, Cluster] = LocalAttribute(default=dict)


class EmrProvider(ServiceLifecycleHook):
    def __init__(self):
        self._stores = AccountRegionBundle("emr", EmrStore)

    def on_before_stop(self) -> None:
        self._abandon_clusters()

    def on_before_state_reset(self) -> None:
        self._abandon_clusters()
        self._stores.reset()

    def _abandon_clusters(self) -> None:
        for _, _, store in list(self._stores.iter_stores()):
            for cluster in store.clusters.values():
                cluster.abandon()

    def _clusters(self, context: RequestContext) -> dict[str, Cluster]:
        return self._stores[context.account_id][context.region].clusters

    def _cluster(self, context: RequestContext, cluster_id: str | None) -> Cluster:
        cluster = self._clusters(context).get(cluster_id)
        if not cluster:
            raise CommonServiceException("InvalidRequestException", f"Cluster id '{cluster_id}' is not valid.")
        return cluster

    def _job_flow(self, context: RequestContext, job_flow_id: str) -> Cluster:
        """The older half of the API has another sentence for a cluster that does not exist."""
        cluster = self._clusters(context).get(job_flow_id)
        if not cluster:
            raise request.invalid("Specified job flow ID does not exist.")
        return cluster

    @handler("RunJobFlow", expand=False)
    def run_job_flow(self, context: RequestContext, asked: dict) -> dict:
        plan = request.read(asked)
        account, region = context.account_id, context.region
        folder = Path(config.dirs.tmp).absolute() / "emr" / plan.id
        cluster = Cluster(plan, account, region, folder, client("s3", account, region))
        self._clusters(context)[cluster.id] = cluster
        cluster.start()
        return {"JobFlowId": cluster.id, "ClusterArn": arn(context, cluster)}

    @handler("DescribeCluster", expand=False)
    def describe_cluster(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        with cluster.changed:
            return {"Cluster": describe.whole(cluster, arn(context, cluster))}

    @handler("ListClusters", expand=False)
    def list_clusters(self, context: RequestContext, asked: dict) -> dict:
        states, after, before = asked.get("ClusterStates"), asked.get("CreatedAfter"), asked.get("CreatedBefore")
        found = [
            describe.summary(cluster, arn(context, cluster))
            for cluster in sorted(self._clusters(context).values(), key=lambda each: each.created, reverse=True)
            if (not states or cluster.state in states)
            and (not after or cluster.created >= after)
            and (not before or cluster.created <= before)
        ]
        return page("Clusters", found, asked)

    @handler("AddJobFlowSteps", expand=False)
    def add_job_flow_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._job_flow(context, asked["JobFlowId"])
        steps = [request.new_step(step, cluster.request.step_concurrency) for step in asked["Steps"]]
        with cluster.changed:
            if cluster.ending:
                raise request.invalid("A job flow that is shutting down, terminated, or finished may not be modified.")
            cluster.add_steps(steps)
        return {"StepIds": [step.id for step in steps]}

    @handler("ListSteps", expand=False)
    def list_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        states, ids = asked.get("StepStates"), asked.get("StepIds")
        found = [
            step.describe()
            for step in reversed(cluster.steps)
            if (not states or step.state in states) and (not ids or step.id in ids)
        ]
        return page("Steps", found, asked)

    @handler("DescribeStep", expand=False)
    def describe_step(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        return {"Step": find_step(cluster, asked["StepId"]).describe()}

    @handler("CancelSteps", expand=False)
    def cancel_steps(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
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

    @handler("TerminateJobFlows", expand=False)
    def terminate_job_flows(self, context: RequestContext, asked: dict) -> dict:
        clusters = [self._job_flow(context, job_flow_id) for job_flow_id in asked["JobFlowIds"]]
        if any(cluster.request.termination_protected and cluster.state not in ENDED for cluster in clusters):
            raise request.invalid("Could not shut down one or more job flows since they are termination protected.")
        for cluster in clusters:
            cluster.end("USER_REQUEST", "Terminated by user request")
        return {}

    @handler("SetTerminationProtection", expand=False)
    def set_termination_protection(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._job_flow(context, job_flow_id).request.termination_protected = asked["TerminationProtected"]
        return {}

    @handler("SetVisibleToAllUsers", expand=False)
    def set_visible_to_all_users(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._job_flow(context, job_flow_id).request.visible = asked["VisibleToAllUsers"]
        return {}

    @handler("SetKeepJobFlowAliveWhenNoSteps", expand=False)
    def set_keep_job_flow_alive(self, context: RequestContext, asked: dict) -> dict:
        for job_flow_id in asked["JobFlowIds"]:
            self._change(self._job_flow(context, job_flow_id), keep_alive=asked["KeepJobFlowAliveWhenNoSteps"])
        return {}

    @handler("ModifyCluster", expand=False)
    def modify_cluster(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        if level := asked.get("StepConcurrencyLevel"):
            self._change(cluster, step_concurrency=level)
        return {"StepConcurrencyLevel": cluster.request.step_concurrency}

    @handler("PutAutoTerminationPolicy", expand=False)
    def put_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        seconds = request.idle_timeout(asked.get("AutoTerminationPolicy") or {})
        self._change(self._cluster(context, asked["ClusterId"]), idle_timeout=seconds)
        return {}

    @handler("RemoveAutoTerminationPolicy", expand=False)
    def remove_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        self._change(self._cluster(context, asked["ClusterId"]), idle_timeout=None)
        return {}

    @handler("GetAutoTerminationPolicy", expand=False)
    def get_auto_termination_policy(self, context: RequestContext, asked: dict) -> dict:
        seconds = self._cluster(context, asked["ClusterId"]).request.idle_timeout
        return {"AutoTerminationPolicy": {"IdleTimeout": seconds}} if seconds else {}

    @handler("ListBootstrapActions", expand=False)
    def list_bootstrap_actions(self, context: RequestContext, asked: dict) -> dict:
        actions = self._cluster(context, asked["ClusterId"]).request.bootstrap_actions
        found = [
            {"Name": action["Name"], "ScriptPath": script["Path"], "Args": script.get("Args") or []}
            for action in actions
            for script in [action["ScriptBootstrapAction"]]
        ]
        return page("BootstrapActions", found, asked)

    @handler("ListInstanceGroups", expand=False)
    def list_instance_groups(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        return page("InstanceGroups", [describe.instance_group(cluster, g) for g in cluster.request.groups], asked)

    @handler("ListInstances", expand=False)
    def list_instances(self, context: RequestContext, asked: dict) -> dict:
        cluster = self._cluster(context, asked["ClusterId"])
        return page("Instances", describe.instances(cluster, asked.get("InstanceGroupTypes") or []), asked)

    @handler("AddTags", expand=False)
    def add_tags(self, context: RequestContext, asked: dict) -> dict:
        added = asked["Tags"]
        self._keep_tags(context, asked["ResourceId"], {tag.get("Key") for tag in added}, added)
        return {}

    @handler("RemoveTags", expand=False)
    def remove_tags(self, context: RequestContext, asked: dict) -> dict:
        self._keep_tags(context, asked["ResourceId"], set(asked["TagKeys"]), [])
        return {}

    def _keep_tags(self, context: RequestContext, cluster_id: str, without: set[str], added: list[dict]) -> None:
        plan = self._cluster(context, cluster_id).request
        plan.tags = [tag for tag in plan.tags if tag.get("Key") not in without] + added

    def _change(self, cluster: Cluster, **values) -> None:
        with cluster.changed:
            for name, value in values.items():
                setattr(cluster.request, name, value)
            cluster.changed.notify_all()


def arn(context: RequestContext, cluster: Cluster) -> str:
    return f"arn:aws:elasticmapreduce:{context.region}:{context.account_id}:cluster/{cluster.id}"


def find_step(cluster: Cluster, step_id: str) -> Step:
    for step in cluster.steps:
        if step.id == step_id:
            return step
    raise CommonServiceException("InvalidRequestException", f"Step id '{step_id}' is not valid.")


def page(name: str, found: list[dict], asked: dict) -> dict:
    start = int(asked.get("Marker") or 0)
    answer = {name: found[start : start + PAGE]}
    return answer | ({"Marker": str(start + PAGE)} if len(found) > start + PAGE else {})
