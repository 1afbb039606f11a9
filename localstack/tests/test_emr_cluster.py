"""A cluster's life, on clusters without Spark: they start at once, and steps are plain commands."""

import pytest
from botocore.exceptions import ClientError

from tests.clusters import ENDED, step
from tests.process import eventually, processes_with


def refusal(call) -> str:
    with pytest.raises(ClientError) as error:
        call()
    return error.value.response["Error"]["Message"]


def test_bootstrap_and_steps_really_run_and_their_logs_reach_s3(emr, bucket):
    script = emr.put_script("greet.sh", "#!/bin/bash\necho hello $1; aws s3 ls; echo $PATH >&2\n")
    cluster = emr.run(
        [step("bash", "-c", "echo out; echo err >&2"), step("env")],
        BootstrapActions=[{"Name": "greet", "ScriptBootstrapAction": {"Path": script, "Args": ["you"]}}],
    )
    status = emr.wait_for(cluster, "WAITING", *ENDED)
    assert status["State"] == "WAITING", emr.story(cluster)
    assert emr.states(cluster) == ["COMPLETED", "COMPLETED"], emr.story(cluster)
    assert status["Timeline"]["CreationDateTime"] <= status["Timeline"]["ReadyDateTime"]
    logs = emr.logs(cluster)
    (greeting,) = (text for name, text in logs.items() if name.endswith("/bootstrap-actions/1/stdout"))
    assert greeting.startswith("hello you\n") and bucket in greeting
    first, second = (each["Id"] for each in reversed(emr.client.list_steps(ClusterId=cluster)["Steps"]))
    assert (logs[f"steps/{first}/stdout"], logs[f"steps/{first}/stderr"]) == ("out\n", "err\n")
    assert "COMPLETED" in logs[f"steps/{first}/controller"]
    assert "AWS_ENDPOINT_URL=http://127.0.0.1:" in logs[f"steps/{second}/stdout"]
    assert "RDS_MYSQL_URL" not in logs[f"steps/{second}/stdout"], "LocalStack's own environment must not leak"
    timeline = emr.step(cluster, first)["Status"]["Timeline"]
    assert timeline["CreationDateTime"] <= timeline["StartDateTime"] <= timeline["EndDateTime"]
    emr.terminate(cluster)
    status = emr.wait_for(cluster, *ENDED)
    assert (status["State"], status["StateChangeReason"]["Code"]) == ("TERMINATED", "USER_REQUEST")
    assert processes_with(cluster) == []


def test_a_failing_bootstrap_action_ends_the_cluster_with_errors(emr):
    script = emr.put_script("fail.sh", "echo it went wrong >&2; exit 3\n")
    actions = [{"Name": "fail", "ScriptBootstrapAction": {"Path": script}}]
    cluster = emr.run([step("true")], BootstrapActions=actions)
    status = emr.wait_for(cluster, *ENDED)
    assert status["State"] == "TERMINATED_WITH_ERRORS"
    assert status["StateChangeReason"]["Code"] == "BOOTSTRAP_FAILURE"
    assert status["StateChangeReason"]["Message"].endswith("bootstrap action 1 returned a non-zero return code")
    assert emr.states(cluster) == ["CANCELLED"]
    assert "it went wrong\n" in emr.logs(cluster).values()


def test_a_bootstrap_script_that_is_not_there(emr, bucket):
    actions = [{"Name": "absent", "ScriptBootstrapAction": {"Path": f"s3://{bucket}/no/such.sh"}}]
    status = emr.wait_for(emr.run(BootstrapActions=actions), *ENDED)
    assert status["StateChangeReason"]["Code"] == "BOOTSTRAP_FAILURE"
    assert status["StateChangeReason"]["Message"].endswith(
        "failed attempting to download bootstrap action 1 file from S3"
    )


@pytest.mark.parametrize(
    ("on_failure", "steps", "state", "code"),
    [
        ("CONTINUE", ["FAILED", "COMPLETED"], "WAITING", None),
        ("CANCEL_AND_WAIT", ["FAILED", "CANCELLED"], "WAITING", None),
        ("TERMINATE_CLUSTER", ["FAILED", "CANCELLED"], "TERMINATED_WITH_ERRORS", "STEP_FAILURE"),
    ],
)
def test_what_happens_after_a_failed_step(emr, on_failure, steps, state, code):
    failing = step("bash", "-c", "echo 'Exception: no such day' >&2; exit 7", on_failure=on_failure)
    cluster = emr.run([failing, step("true")])
    status = emr.wait_for(cluster, "WAITING", *ENDED)
    assert (status["State"], status["StateChangeReason"].get("Code")) == (state, code), emr.story(cluster)
    assert emr.states(cluster) == steps
    failed = emr.client.list_steps(ClusterId=cluster, StepStates=["FAILED"])["Steps"][0]
    details = failed["Status"]["FailureDetails"]
    assert (details["Reason"], details["Message"]) == ("Unknown Error.", "Exception: no such day")
    assert details["LogFile"].endswith(f"/logs/{cluster}/steps/{failed['Id']}/stderr.gz")
    if state == "WAITING":
        emr.terminate(cluster)


def test_a_cluster_that_is_not_kept_ends_after_its_steps(emr):
    cluster = emr.run([step("true")], keep=False)
    status = emr.wait_for(cluster, *ENDED)
    assert (status["State"], status["StateChangeReason"]["Code"]) == ("TERMINATED", "ALL_STEPS_COMPLETED")
    message = refusal(lambda: emr.add(cluster, step("true")))
    assert message == "A job flow that is shutting down, terminated, or finished may not be modified."


def test_cancelling_stops_a_running_step_and_drops_a_pending_one(emr):
    cluster = emr.run([step("sleep", "1000"), step("sleep", "1001"), step("true", on_failure="TERMINATE_CLUSTER")])
    running, pending, last = (each["Id"] for each in reversed(emr.client.list_steps(ClusterId=cluster)["Steps"]))
    emr.wait_for_step(cluster, running, "RUNNING")
    answer = emr.client.cancel_steps(ClusterId=cluster, StepIds=[running, pending])["CancelStepsInfoList"]
    assert [each["Status"] for each in answer] == ["SUBMITTED", "SUBMITTED"]
    emr.wait_for_step(cluster, last)
    assert emr.states(cluster) == ["CANCELLED", "CANCELLED", "COMPLETED"], emr.story(cluster)
    again = emr.client.cancel_steps(ClusterId=cluster, StepIds=[running])["CancelStepsInfoList"][0]
    assert again["Status"] == "FAILED"
    assert not [line for line in processes_with(cluster) if "sleep 100" in line]
    emr.terminate(cluster)


def test_a_step_that_ignores_the_signal_to_end_is_killed_when_asked_to(emr):
    stubborn = step("bash", "-c", "trap '' TERM; while true; do sleep 1; done")
    cluster = emr.run([stubborn])
    step_id = emr.client.list_steps(ClusterId=cluster)["Steps"][0]["Id"]
    emr.wait_for_step(cluster, step_id, "RUNNING")
    emr.client.cancel_steps(ClusterId=cluster, StepIds=[step_id], StepCancellationOption="TERMINATE_PROCESS")
    assert emr.wait_for_step(cluster, step_id, seconds=4)["State"] == "CANCELLED"
    emr.terminate(cluster)


def test_terminating_while_a_step_runs_takes_all_its_processes(emr):
    with_children = step("bash", "-c", "sleep 1002 & sleep 1003 & wait")
    cluster = emr.run([with_children, step("true")])
    step_id = emr.client.list_steps(ClusterId=cluster, StepStates=["PENDING", "RUNNING"])["Steps"][-1]["Id"]
    emr.wait_for_step(cluster, step_id, "RUNNING")
    eventually(lambda: len(processes_with(cluster)) >= 3, 5, lambda: processes_with(cluster))
    emr.terminate(cluster)
    status = emr.wait_for(cluster, *ENDED)
    assert status["State"] == "TERMINATED"
    assert emr.states(cluster) == ["INTERRUPTED", "CANCELLED"]
    assert processes_with(cluster) == []


def test_termination_protection_holds_until_it_is_taken_off(emr):
    cluster = emr.run()
    emr.client.set_termination_protection(JobFlowIds=[cluster], TerminationProtected=True)
    message = refusal(lambda: emr.terminate(cluster))
    assert message == "Could not shut down one or more job flows since they are termination protected."
    emr.client.set_termination_protection(JobFlowIds=[cluster], TerminationProtected=False)
    emr.terminate(cluster)
    assert emr.wait_for(cluster, *ENDED)["State"] == "TERMINATED"


def test_a_jar_of_ones_own_is_refused_in_a_sentence(emr):
    cluster = emr.run([step("a", jar="s3://bucket/my.jar")])
    step_id = emr.client.list_steps(ClusterId=cluster)["Steps"][0]["Id"]
    status = emr.wait_for_step(cluster, step_id)
    assert status["State"] == "FAILED"
    assert status["FailureDetails"]["Message"].startswith("Cannot run s3://bucket/my.jar: ")
    missing = emr.add(cluster, step("no-such-command"))[0]
    assert "no-such-command" in emr.wait_for_step(cluster, missing)["FailureDetails"]["Message"]
    emr.terminate(cluster)


def test_steps_act_as_the_role_of_the_instance_profile(emr):
    cluster = emr.run([step("aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text")])
    step_id = emr.client.list_steps(ClusterId=cluster)["Steps"][0]["Id"]
    assert emr.wait_for_step(cluster, step_id)["State"] == "COMPLETED", emr.story(cluster)
    said = emr.log(cluster, f"steps/{step_id}/stdout").strip()
    master = emr.client.list_instances(ClusterId=cluster, InstanceGroupTypes=["MASTER"])["Instances"][0]
    assert said == f"arn:aws:sts::000000000000:assumed-role/node/{master['Ec2InstanceId']}"
    emr.terminate(cluster)


def test_an_instance_profile_must_be_there_and_have_a_role(emr, client):
    assert refusal(lambda: emr.run(JobFlowRole="absent")) == "Invalid InstanceProfile: absent."
    client("iam").create_instance_profile(InstanceProfileName="empty")
    cluster = emr.run([step("true")], JobFlowRole="empty")
    status = emr.wait_for(cluster, *ENDED)
    assert (status["State"], status["StateChangeReason"]["Code"]) == ("TERMINATED_WITH_ERRORS", "VALIDATION_ERROR")
    assert status["StateChangeReason"]["Message"].startswith("Instance profile empty has no role")
    assert emr.states(cluster) == ["CANCELLED"]


def test_a_script_from_s3_can_be_a_step(emr):
    script = emr.put_script("count.sh", "#!/bin/bash\necho $(($1 + 1))\n")
    cluster = emr.run([step(script, "41", jar="s3://us-east-1.elasticmapreduce/libs/script-runner/script-runner.jar")])
    step_id = emr.client.list_steps(ClusterId=cluster)["Steps"][0]["Id"]
    assert emr.wait_for_step(cluster, step_id)["State"] == "COMPLETED", emr.story(cluster)
    assert emr.log(cluster, f"steps/{step_id}/stdout") == "42\n"
    emr.terminate(cluster)


def test_what_was_asked_for_can_be_read_back(emr):
    tags = [{"Key": "owner", "Value": "tests"}]
    settings = [{"Classification": "spark-defaults", "Properties": {"spark.x": "1"}}]
    cluster = emr.run(nodes=2, Tags=tags, Configurations=settings, AutoTerminationPolicy={"IdleTimeout": 600})
    described = emr.cluster(cluster)
    assert (described["Tags"], described["Configurations"], described["AutoTerminate"]) == (tags, settings, False)
    assert (described["ReleaseLabel"], described["ServiceRole"]) == ("emr-7.13.0", "service")
    assert described["Ec2InstanceAttributes"]["IamInstanceProfile"] == "node"
    groups = emr.client.list_instance_groups(ClusterId=cluster)["InstanceGroups"]
    assert [(each["InstanceGroupType"], each["RequestedInstanceCount"]) for each in groups] == [
        ("MASTER", 1),
        ("CORE", 2),
    ]
    assert len(emr.client.list_instances(ClusterId=cluster, InstanceGroupTypes=["CORE"])["Instances"]) == 2
    assert emr.client.get_auto_termination_policy(ClusterId=cluster)["AutoTerminationPolicy"] == {"IdleTimeout": 600}
    assert cluster in [each["Id"] for each in emr.client.list_clusters()["Clusters"]]
    emr.terminate(cluster)


def test_what_emr_does_not_accept(emr):
    assert "release label" in refusal(lambda: emr.run(ReleaseLabel="spark-4"))
    assert refusal(lambda: emr.run(JobFlowRole="")) == "InstanceProfile is required for creating cluster."
    assert "from 60 to 604800" in refusal(lambda: emr.run(AutoTerminationPolicy={"IdleTimeout": 59}))
    assert refusal(lambda: emr.cluster("j-ABSENT")) == "Cluster id 'j-ABSENT' is not valid."
    assert refusal(lambda: emr.terminate("j-ABSENT")) == "Specified job flow ID does not exist."


def test_an_idle_cluster_terminates_itself(emr, idle_cluster):
    status = emr.wait_for(idle_cluster, *ENDED, seconds=75)
    assert status["State"] == "TERMINATED"
    assert status["StateChangeReason"]["Message"] == "Auto-terminated: the cluster was idle for 60 seconds"
    idle = status["Timeline"]["EndDateTime"] - status["Timeline"]["ReadyDateTime"]
    assert 60 <= idle.total_seconds() < 70


def test_security_configurations_are_kept_listed_and_deleted(client):
    emr = client("emr")
    emr.create_security_configuration(Name="encrypted", SecurityConfiguration='{"EncryptionConfiguration": {}}')
    assert [each["Name"] for each in emr.list_security_configurations()["SecurityConfigurations"]] == ["encrypted"]
    emr.delete_security_configuration(Name="encrypted")
    assert emr.list_security_configurations()["SecurityConfigurations"] == []
