"""What RunJobFlow asks for, checked, in the words of the rest of the code; some of it later calls may change."""

import random
import re
import string
from dataclasses import dataclass, field

from localstack.aws.api import CommonServiceException

from localstack_lakehouse.emr.node import settings_by_classification
from localstack_lakehouse.emr.step import Step, now

RELEASE = re.compile(r"emr-(spark-)?\d+\.\d+\.\d+")
ACTIONS = ("TERMINATE_JOB_FLOW", "TERMINATE_CLUSTER", "CANCEL_AND_WAIT", "CONTINUE")
IDLE_TIMEOUT = range(60, 604_800 + 1)


def invalid(message: str) -> CommonServiceException:
    return CommonServiceException("ValidationException", message)


def new_id(prefix: str, length: int = 13, letters: str = string.ascii_uppercase + string.digits) -> str:
    return prefix + "".join(random.choices(letters, k=length))


@dataclass
class InstanceGroup:
    id: str
    role: str
    name: str
    instance_type: str
    market: str
    count: int
    instances: list[str] = field(default_factory=list)


@dataclass
class ClusterRequest:
    id: str
    name: str
    log_uri: str | None
    groups: list[InstanceGroup]
    is_fleet: bool
    steps: list[Step]
    bootstrap_actions: list[dict]
    settings: dict[str, dict[str, str]]
    keep_alive: bool
    termination_protected: bool
    step_concurrency: int
    idle_timeout: int | None
    tags: list[dict]
    visible: bool
    asked: dict = field(repr=False)

    @property
    def worker_nodes(self) -> int:
        return sum(group.count for group in self.groups if group.role in ("CORE", "TASK"))

    @property
    def master_instance(self) -> str:
        return next(group.instances[0] for group in self.groups if group.role == "MASTER")

    @property
    def has_spark(self) -> bool:
        """The emr-spark releases are Spark; the others install what Applications name."""
        applications = {application.get("Name", "").lower() for application in self.asked.get("Applications") or []}
        return "spark" in applications or (self.asked.get("ReleaseLabel") or "").startswith("emr-spark-")


def read(asked: dict) -> ClusterRequest:
    check(asked)
    instances = asked["Instances"]
    policy = asked.get("AutoTerminationPolicy")
    return ClusterRequest(
        id=new_id("j-"),
        name=asked["Name"],
        log_uri=asked.get("LogUri"),
        groups=instance_groups(instances),
        is_fleet=bool(instances.get("InstanceFleets")),
        steps=[new_step(step, 1) for step in asked.get("Steps") or []],
        bootstrap_actions=asked.get("BootstrapActions") or [],
        settings=settings_by_classification(asked.get("Configurations")),
        keep_alive=bool(instances.get("KeepJobFlowAliveWhenNoSteps")),
        termination_protected=bool(instances.get("TerminationProtected")),
        step_concurrency=asked.get("StepConcurrencyLevel") or 1,
        idle_timeout=idle_timeout(policy) if policy else None,
        tags=asked.get("Tags") or [],
        visible=asked.get("VisibleToAllUsers", True),
        asked=asked,
    )


def check(asked: dict) -> None:
    release = asked.get("ReleaseLabel")
    if not release or not RELEASE.fullmatch(release):
        raise invalid(f"The supplied release label is invalid: {release}.")
    if not asked.get("JobFlowRole"):
        raise invalid("InstanceProfile is required for creating cluster.")
    if not asked.get("ServiceRole"):
        raise invalid("ServiceRole is required for creating cluster.")
    log_uri = asked.get("LogUri")
    if log_uri and not re.match(r"s3[an]?://[^/]+", log_uri):
        raise invalid(f"The supplied LogUri is invalid: {log_uri}; it must look like s3://bucket/prefix")


def instance_groups(instances: dict) -> list[InstanceGroup]:
    if fleets := instances.get("InstanceFleets"):
        return [fleet_as_group(fleet) for fleet in fleets]
    if groups := instances.get("InstanceGroups"):
        described = [
            (each["InstanceRole"], each.get("Name"), each["InstanceType"], each.get("Market"), each["InstanceCount"])
            for each in groups
        ]
    else:
        master, slave = instances.get("MasterInstanceType"), instances.get("SlaveInstanceType")
        described = [("MASTER", None, master, None, 1)]
        if (count := instances.get("InstanceCount") or 1) > 1:
            described.append(("CORE", None, slave or master, None, count - 1))
    if not any(role == "MASTER" for role, *_ in described):
        raise invalid("Master instance group is required.")
    return [new_group(*group) for group in described]


def fleet_as_group(fleet: dict) -> InstanceGroup:
    kinds = fleet.get("InstanceTypeConfigs") or [{}]
    count = (fleet.get("TargetOnDemandCapacity") or 0) + (fleet.get("TargetSpotCapacity") or 0)
    return new_group(fleet["InstanceFleetType"], fleet.get("Name"), kinds[0].get("InstanceType"), None, count, "if-")


def new_group(
    role: str, name: str | None, kind: str | None, market: str | None, count: int, prefix: str = "ig-"
) -> InstanceGroup:
    instances = [new_id("i-", 17, "0123456789abcdef") for _ in range(count)]
    name, kind, market = name or role.title(), kind or "m5.xlarge", market or "ON_DEMAND"
    return InstanceGroup(new_id(prefix), role, name, kind, market, count, instances)


def new_step(asked: dict, step_concurrency: int) -> Step:
    action = asked.get("ActionOnFailure") or "TERMINATE_CLUSTER"
    if action not in ACTIONS:
        raise invalid(f"ActionOnFailure {action} is not valid: it must be one of {', '.join(ACTIONS)}")
    if step_concurrency > 1 and action != "CONTINUE":
        raise invalid(f"ActionOnFailure {action} is not valid: with a StepConcurrencyLevel above 1 it must be CONTINUE")
    return Step(new_id("s-"), asked["Name"], action, asked["HadoopJarStep"], now())


def idle_timeout(policy: dict) -> int:
    seconds = policy.get("IdleTimeout", 3600)
    if seconds not in IDLE_TIMEOUT:
        bounds = f"from {IDLE_TIMEOUT[0]} to {IDLE_TIMEOUT[-1]}"
        raise invalid(f"IdleTimeout {seconds} is not valid: it must be {bounds} seconds")
    return seconds
