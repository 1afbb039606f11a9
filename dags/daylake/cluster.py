"""The EMR cluster of one run: what is asked of EMR, and the wait until it is ready."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.sensors.emr import EmrJobFlowSensor
from airflow.providers.amazon.aws.triggers.emr import EmrCreateJobFlowTrigger
from airflow.providers.common.compat.sdk import AirflowException, AirflowFailException

from daylake.cluster_of_run import cluster_name, end, live
from daylake.log_end import bootstrap_log_end
from daylake.names import run_name
from daylake.settings import Emr, settings

READY_WITHIN = timedelta(minutes=45)
# `daylake load` is no Spark application, so EMR may take a cluster that loads for an idle one.
LOADED_WITHIN_SECONDS = 3 * 3600


def day_covered(pipeline: str, ds: str | None) -> str:
    """The day that a daily run publishes."""
    if not ds:
        raise ValueError(
            f"Cannot run {pipeline}: the run has no logical date, so no day; "
            "run a backfill of the day, or trigger with a logical date"
        )
    return ds


def job_flow(variable: dict, pipeline: str, dag_id: str, run_id: str, day: str | None = None) -> dict[str, Any]:
    """The RunJobFlow request; a run that publishes no day has no tag `daylake:day`, so no alarm waits for its day."""
    where = settings(variable)
    emr = where.emr
    request = {
        "Name": cluster_name(dag_id, run_id),
        "ReleaseLabel": emr.release,
        "Applications": [{"Name": "Spark"}],
        "LogUri": where.logs,
        "ServiceRole": emr.service_role,
        "JobFlowRole": emr.job_flow_role,
        "Instances": _instances(emr),
        "BootstrapActions": [
            {
                "Name": "install",
                "ScriptBootstrapAction": {
                    "Path": f"{where.artifacts}/bootstrap/install.sh",
                    "Args": [where.artifacts],
                },
            }
        ],
        # The guard that still works when Airflow itself is gone and nobody runs the teardown.
        "AutoTerminationPolicy": {"IdleTimeout": emr.idle_minutes * 60 if day else LOADED_WITHIN_SECONDS},
        "Tags": [
            {"Key": "daylake:pipeline", "Value": pipeline},
            {"Key": "daylake:run", "Value": run_name(run_id)},
            *([{"Key": "daylake:day", "Value": day}] if day else []),
            # AWS's own policy for EMR's service acts on clusters with this tag only.
            {"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"},
        ],
    }
    if emr.security_configuration:
        request["SecurityConfiguration"] = emr.security_configuration
    # Tells a cluster of this very request from one that the run asked for before its settings or release changed.
    request["Tags"].append({"Key": "daylake:request", "Value": _digest(request)})
    return request


def _digest(request: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:12]


def _instances(emr: Emr) -> dict[str, Any]:
    groups = [_instance_group("MASTER", emr.instance_type, 1)]
    if emr.core_nodes:
        groups.append(_instance_group("CORE", emr.instance_type, emr.core_nodes))
    instances: dict[str, Any] = {
        "InstanceGroups": groups,
        "KeepJobFlowAliveWhenNoSteps": True,
        "TerminationProtected": False,
    }
    if emr.subnet:
        instances["Ec2SubnetId"] = emr.subnet
    if emr.security_groups:
        instances["EmrManagedMasterSecurityGroup"] = emr.security_groups.master
        instances["EmrManagedSlaveSecurityGroup"] = emr.security_groups.core
        instances["ServiceAccessSecurityGroup"] = emr.security_groups.service_access
    return instances


def _instance_group(role: str, instance_type: str, count: int) -> dict[str, Any]:
    return {
        "Name": role.lower(),
        "Market": "ON_DEMAND",
        "InstanceRole": role,
        "InstanceType": instance_type,
        "InstanceCount": count,
    }


def reason(cluster: dict) -> str:
    """Why a cluster is in its state, in EMR's words."""
    status = cluster["Status"]
    change = status.get("StateChangeReason", {})
    details = [detail.get("ErrorMessage") for detail in status.get("ErrorDetails", [])]
    words = [change.get("Code"), change.get("Message"), *details]
    return f"{status['State']} ({': '.join(word for word in words if word) or 'EMR gives no reason'})"


class ClusterReady(EmrJobFlowSensor):
    """Waits until a new cluster takes steps, says why when it never will, and ends any other cluster of the run.

    EmrJobFlowSensor can only defer until a cluster has ended; here the wait is for its beginning.
    """

    template_fields = (*EmrJobFlowSensor.template_fields, "cluster", "poll_seconds")

    def __init__(self, *, cluster: str, poll_seconds: str, **kwargs: Any) -> None:
        super().__init__(
            target_states=["RUNNING", "WAITING"],
            failed_states=["TERMINATED", "TERMINATED_WITH_ERRORS"],
            deferrable=True,
            **kwargs,
        )
        self.cluster = cluster
        self.poll_seconds = poll_seconds

    def execute(self, context: Any) -> None:
        self._end_others()
        if self.poke(context):
            return
        delay = int(self.poll_seconds)
        self.defer(
            trigger=EmrCreateJobFlowTrigger(
                job_flow_id=self.job_flow_id,
                aws_conn_id=self.aws_conn_id,
                waiter_delay=delay,
                waiter_max_attempts=int(READY_WITHIN.total_seconds()) // delay + 1,
            ),
            timeout=READY_WITHIN,
            method_name="execute_complete",
        )

    def execute_complete(self, context: Any, event: dict[str, Any] | None = None) -> None:
        if not self.poke(context):
            raise AirflowException(f"Cannot watch cluster {self.job_flow_id}: {event}")
        self._end_others()

    def _end_others(self) -> None:
        """A request sent twice, or an earlier try's whose cluster shows late."""
        emr = self.hook.conn
        others = end(emr, (each for each in live(emr, self.cluster) if each["Id"] != self.job_flow_id))
        if others:
            self.log.warning("Ended %s: other clusters of this run, which works on %s", others, self.job_flow_id)

    def poke(self, context: Any) -> bool:
        cluster = self.get_emr_response(context)["Cluster"]
        state = cluster["Status"]["State"]
        if state not in self.failed_states:
            self.log.info("Cluster %s is %s", self.job_flow_id, state)
            return state in self.target_states
        sentence = (
            f"Cannot start cluster {self.job_flow_id}: it is {reason(cluster)}; "
            "nothing was published; correct the cause, then clear create_cluster and all after it"
        )
        self.log.error("%s", sentence)
        self.log.error("%s", bootstrap_log_end(cluster, S3Hook(self.aws_conn_id)))
        raise AirflowFailException(sentence)
