"""A cluster in the words of EMR's answers; nothing here changes anything."""

from localstack_lakehouse.emr.cluster import ENDED, Cluster
from localstack_lakehouse.emr.request import InstanceGroup

ADDRESS = "127.0.0.1"


def status(cluster: Cluster) -> dict:
    times = {"CreationDateTime": cluster.created, "ReadyDateTime": cluster.ready, "EndDateTime": cluster.ended}
    return {
        "State": cluster.state,
        "StateChangeReason": cluster.reason,
        "Timeline": {name: time for name, time in times.items() if time},
    }


def summary(cluster: Cluster, arn: str) -> dict:
    return {
        "Id": cluster.id,
        "Name": cluster.request.name,
        "Status": status(cluster),
        "NormalizedInstanceHours": 0,
        "ClusterArn": arn,
    }


def whole(cluster: Cluster, arn: str) -> dict:
    request, asked = cluster.request, cluster.request.asked
    as_asked = (
        "ReleaseLabel ServiceRole AutoScalingRole ScaleDownBehavior CustomAmiId EbsRootVolumeSize RepoUpgradeOnBoot "
        "KerberosAttributes SecurityConfiguration OSReleaseLabel LogEncryptionKmsKeyId"
    ).split()
    answer = summary(cluster, arn) | {
        "InstanceCollectionType": "INSTANCE_FLEET" if request.is_fleet else "INSTANCE_GROUP",
        "AutoTerminate": not request.keep_alive,
        "TerminationProtected": request.termination_protected,
        "VisibleToAllUsers": request.visible,
        "Applications": asked.get("Applications") or [],
        "Configurations": asked.get("Configurations") or [],
        "Tags": request.tags,
        "StepConcurrencyLevel": request.step_concurrency,
        "Ec2InstanceAttributes": ec2_attributes(asked),
        "MasterPublicDnsName": ADDRESS,
        **{name: asked[name] for name in as_asked if name in asked},
    }
    return answer | ({"LogUri": request.log_uri} if request.log_uri else {})


def ec2_attributes(asked: dict) -> dict:
    instances = asked["Instances"]
    names = (
        "Ec2KeyName Ec2SubnetId EmrManagedMasterSecurityGroup EmrManagedSlaveSecurityGroup ServiceAccessSecurityGroup "
        "AdditionalMasterSecurityGroups AdditionalSlaveSecurityGroups"
    ).split()
    given = {name: instances[name] for name in names if name in instances}
    return {"IamInstanceProfile": asked["JobFlowRole"]} | given


def node_state(cluster: Cluster) -> str:
    if cluster.state in ENDED:
        return "TERMINATED"
    return {"STARTING": "PROVISIONING", "BOOTSTRAPPING": "BOOTSTRAPPING"}.get(cluster.state, "RUNNING")


def instance_group(cluster: Cluster, group: InstanceGroup) -> dict:
    state = node_state(cluster)
    return {
        "Id": group.id,
        "Name": group.name,
        "Market": group.market,
        "InstanceGroupType": group.role,
        "InstanceType": group.instance_type,
        "RequestedInstanceCount": group.count,
        "RunningInstanceCount": group.count if state == "RUNNING" else 0,
        "Status": {"State": state, "StateChangeReason": {}, "Timeline": {"CreationDateTime": cluster.created}},
        "Configurations": [],
        "EbsBlockDevices": [],
        "ShrinkPolicy": {},
    }


def instances(cluster: Cluster, roles: list[str]) -> list[dict]:
    state = {"TERMINATED": "TERMINATED", "RUNNING": "RUNNING"}.get(node_state(cluster), "BOOTSTRAPPING")
    return [
        {
            "Id": f"c{instance}",
            "Ec2InstanceId": instance,
            "PrivateDnsName": ADDRESS,
            "PrivateIpAddress": ADDRESS,
            "Status": {"State": state, "StateChangeReason": {}, "Timeline": {"CreationDateTime": cluster.created}},
            "InstanceFleetId" if cluster.request.is_fleet else "InstanceGroupId": group.id,
            "Market": group.market,
            "InstanceType": group.instance_type,
        }
        for group in cluster.request.groups
        if not roles or group.role in roles
        for instance in group.instances
    ]
