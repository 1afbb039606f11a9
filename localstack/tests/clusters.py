"""EMR as its users call it: run a cluster, add steps, wait, read the logs."""

import gzip
import time
from collections.abc import Callable

from tests.functions import ANYTHING, TRUST, policy

ENDED = ("TERMINATED", "TERMINATED_WITH_ERRORS")
STEP_ENDED = ("COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED")


def step(*arguments: str, name: str = "step", on_failure: str = "CONTINUE", jar: str = "command-runner.jar") -> dict:
    return {"Name": name, "ActionOnFailure": on_failure, "HadoopJarStep": {"Jar": jar, "Args": list(arguments)}}


def add_instance_profile(iam, name: str) -> None:
    """An instance profile with a role that may do anything."""
    iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=policy(TRUST | {"Principal": {"Service": "ec2.amazonaws.com"}})
    )
    iam.put_role_policy(RoleName=name, PolicyName="anything", PolicyDocument=policy(ANYTHING))
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)


class Emr:
    def __init__(self, client, s3, bucket: str):
        self.client = client
        self._s3 = s3
        self._bucket = bucket

    def run(self, steps: list[dict] | None = None, keep: bool = True, nodes: int = 1, **more) -> str:
        groups = [("MASTER", 1), ("CORE", nodes)]
        request = {
            "Name": "test",
            "ReleaseLabel": "emr-7.13.0",
            "LogUri": f"s3://{self._bucket}/logs/",
            "JobFlowRole": "node",
            "ServiceRole": "service",
            "Instances": {
                "InstanceGroups": [
                    {"InstanceRole": role, "InstanceType": "m5.xlarge", "InstanceCount": count}
                    for role, count in groups
                ],
                "KeepJobFlowAliveWhenNoSteps": keep,
            },
            "Steps": steps or [],
        }
        return self.client.run_job_flow(**(request | more))["JobFlowId"]

    def put_script(self, name: str, text: str) -> str:
        self._s3.put_object(Bucket=self._bucket, Key=f"scripts/{name}", Body=text.encode())
        return f"s3://{self._bucket}/scripts/{name}"

    def add(self, cluster: str, *steps: dict) -> list[str]:
        return self.client.add_job_flow_steps(JobFlowId=cluster, Steps=list(steps))["StepIds"]

    def cluster(self, cluster: str) -> dict:
        return self.client.describe_cluster(ClusterId=cluster)["Cluster"]

    def step(self, cluster: str, step_id: str) -> dict:
        return self.client.describe_step(ClusterId=cluster, StepId=step_id)["Step"]

    def states(self, cluster: str) -> list[str]:
        """The steps' states, the first step first."""
        steps = self.client.list_steps(ClusterId=cluster)["Steps"]
        return [each["Status"]["State"] for each in reversed(steps)]

    def wait_for(self, cluster: str, *states: str, seconds: float = 60) -> dict:
        wanted = lambda: self.cluster(cluster)["Status"]["State"] in states  # noqa: E731
        self._wait(wanted, seconds, cluster)
        return self.cluster(cluster)["Status"]

    def wait_for_step(self, cluster: str, step_id: str, *states: str, seconds: float = 60) -> dict:
        states = states or STEP_ENDED
        self._wait(lambda: self.step(cluster, step_id)["Status"]["State"] in states, seconds, cluster)
        return self.step(cluster, step_id)["Status"]

    def log(self, cluster: str, name: str) -> str:
        body = self._s3.get_object(Bucket=self._bucket, Key=f"logs/{cluster}/{name}.gz")["Body"].read()
        return gzip.decompress(body).decode()

    def logs(self, cluster: str) -> dict[str, str]:
        found = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=f"logs/{cluster}/").get("Contents", [])
        names = [each["Key"].removeprefix(f"logs/{cluster}/").removesuffix(".gz") for each in found]
        return {name: self.log(cluster, name) for name in names}

    def terminate(self, cluster: str) -> None:
        self.client.terminate_job_flows(JobFlowIds=[cluster])

    def _wait(self, condition: Callable[[], bool], seconds: float, cluster: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s:\n{self.story(cluster)}")
            time.sleep(0.1)

    def story(self, cluster: str) -> str:
        """All that a person would ask for next."""
        lines = [f"cluster {self.cluster(cluster)['Status']}"]
        lines += [
            f"step {each['Name']}: {each['Status']}" for each in self.client.list_steps(ClusterId=cluster)["Steps"]
        ]
        lines += [f"--- {name}\n{text[-1500:]}" for name, text in self.logs(cluster).items() if text]
        return "\n".join(lines)
