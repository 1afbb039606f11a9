"""ENFORCE_IAM=1: what users and sessions of roles may do is what their policies say."""

import io
import urllib.error
import urllib.request

import pytest

from tests.clusters import Emr, add_instance_profile, step
from tests.functions import Functions, log_of, policy, zipped
from tests.identities import Identities, allow, deny, refusal, refused_action, trusts
from tests.process import LocalAws, eventually

ACCOUNT = "000000000000"
HERE = f"us-east-1:{ACCOUNT}"


@pytest.fixture(scope="module")
def identities(tmp_path_factory):
    with LocalAws(tmp_path_factory.mktemp("enforcing"), {"ENFORCE_IAM": "1"}) as aws:
        yield Identities(aws.client_settings)


@pytest.fixture(scope="module")
def lake(identities) -> str:
    s3 = identities.root("s3")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="open/a", Body=b"a")
    s3.put_object(Bucket="lake", Key="closed/b", Body=b"b")
    return "lake"


def test_the_account_itself_and_who_may_do_anything(identities, lake):
    assert identities.root("sts").get_caller_identity()["Arn"].endswith(":root")
    assert identities.session(allow("*"))("s3").list_objects_v2(Bucket=lake)["KeyCount"] >= 2
    assert refused_action(identities.session()("s3").list_buckets) == "s3:ListAllMyBuckets"
    assert identities.session()("sts").get_caller_identity()["Account"] == ACCOUNT, "this needs no permission"


def test_objects_of_a_bucket(identities, lake):
    objects = allow("s3:GetObject", "s3:PutObject", on="arn:aws:s3:::lake/open/*")
    listing = allow("s3:ListBucket", on="arn:aws:s3:::lake", Condition={"StringLike": {"s3:prefix": "open/*"}})
    s3 = identities.session(objects, listing)("s3")
    assert s3.get_object(Bucket=lake, Key="open/a")["Body"].read() == b"a"
    s3.upload_fileobj(io.BytesIO(bytes(9_000_000)), lake, "open/many-parts")
    assert s3.list_objects_v2(Bucket=lake, Prefix="open/")["KeyCount"] >= 1
    assert refused_action(s3.list_objects_v2, Bucket=lake) == "s3:ListBucket"
    assert refused_action(s3.get_object, Bucket=lake, Key="closed/b") == "s3:GetObject"
    source = {"Bucket": lake, "Key": "closed/b"}
    assert refused_action(s3.copy_object, Bucket=lake, Key="open/c", CopySource=source) == "s3:GetObject"
    assert refused_action(s3.delete_object, Bucket=lake, Key="open/a") == "s3:DeleteObject"
    keys = {"Objects": [{"Key": "open/a"}]}
    assert refused_action(s3.delete_objects, Bucket=lake, Delete=keys) == "s3:DeleteObject"
    assert refused_action(s3.get_bucket_encryption, Bucket=lake) == "s3:GetEncryptionConfiguration"


def test_who_may_not_list_is_not_told_what_is_absent(identities, lake):
    may_list = allow("s3:ListBucket", on="arn:aws:s3:::lake")
    reads = allow("s3:GetObject", on="arn:aws:s3:::lake/*")
    assert refusal(identities.session(reads, may_list)("s3").get_object, Bucket=lake, Key="no")[0] == "NoSuchKey"
    assert refused_action(identities.session(reads)("s3").get_object, Bucket=lake, Key="no") == "s3:ListBucket"
    assert refusal(identities.session(reads)("s3").head_object, Bucket=lake, Key="no")[0] == "403"


def test_a_signed_address_acts_for_its_signer(identities, lake):
    reads = identities.session(allow("s3:GetObject", on="arn:aws:s3:::lake/open/*"))("s3")
    address = lambda key: reads.generate_presigned_url("get_object", Params={"Bucket": lake, "Key": key})  # noqa: E731
    assert urllib.request.urlopen(address("open/a")).read() == b"a"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address("closed/b"))


def test_refusals_are_worded_as_on_aws(identities, lake):
    session = identities.session(deny("sns:*"), name="worded")
    who = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/worded/tests is not authorized to perform:"
    because = "because no identity-based policy allows the"
    assert refusal(session("s3").get_object, Bucket=lake, Key="open/a") == (
        "AccessDenied",
        f'{who} s3:GetObject on resource: "arn:aws:s3:::lake/open/a" {because} s3:GetObject action',
    )
    assert refusal(session("glue").get_database, Name="X") == (
        "AccessDeniedException",
        f"{who} glue:GetDatabase on resource: arn:aws:glue:{HERE}:catalog {because} glue:GetDatabase action",
    )
    assert refusal(session("lambda").invoke, FunctionName="f") == (
        "AccessDeniedException",
        f"{who} lambda:InvokeFunction on resource: arn:aws:lambda:{HERE}:function:f "
        f"{because} lambda:InvokeFunction action",
    )
    topic = f"arn:aws:sns:{HERE}:alerts"
    assert refusal(session("sns").publish, TopicArn=topic, Message="m") == (
        "AuthorizationError",
        f"{who} sns:Publish on resource: {topic} with an explicit deny in an identity-based policy",
    )


def test_users_have_their_own_their_groups_and_managed_policies(identities, lake):
    user = identities.user(allow("s3:ListAllMyBuckets"), name="ann")
    user("s3").list_buckets()
    assert refused_action(user("sns").list_topics) == "sns:ListTopics"
    iam = identities.iam
    iam.create_group(GroupName="readers")
    iam.put_group_policy(GroupName="readers", PolicyName="p", PolicyDocument=policy(allow("sns:ListTopics")))
    iam.add_user_to_group(GroupName="readers", UserName="ann")
    user("sns").list_topics()
    managed = iam.create_policy(PolicyName="queues", PolicyDocument=policy(allow("sqs:ListQueues")))["Policy"]["Arn"]
    iam.attach_user_policy(UserName="ann", PolicyArn=managed)
    user("sqs").list_queues()
    iam.create_policy_version(PolicyArn=managed, PolicyDocument=policy(deny("sns:*")), SetAsDefault=True)
    assert refused_action(user("sns").list_topics) == "sns:ListTopics"
    assert refused_action(user("sqs").list_queues) == "sqs:ListQueues"


def test_tags_of_a_role_and_of_a_user_are_known(identities, lake):
    own = allow("s3:GetObject", on="arn:aws:s3:::lake/${aws:PrincipalTag/team}/*")
    role = identities.role(own, Tags=[{"Key": "team", "Value": "open"}])
    user = identities.user(own, name="tagged")
    identities.iam.tag_user(UserName="tagged", Tags=[{"Key": "team", "Value": "open"}])
    for s3 in (identities.assume(role)("s3"), user("s3")):
        assert s3.get_object(Bucket=lake, Key="open/a")["Body"].read() == b"a"
        assert refused_action(s3.get_object, Bucket=lake, Key="closed/b") == "s3:GetObject"


def test_a_key_that_was_deleted_is_nobodys(identities):
    user = identities.user(allow("*"), name="gone")
    key = user.settings["aws_access_key_id"]
    identities.iam.delete_access_key(UserName="gone", AccessKeyId=key)
    assert refusal(user("s3").list_buckets)[0] == "InvalidAccessKeyId"
    assert refusal(user("glue").get_databases)[0] == "UnrecognizedClientException"


def test_a_boundary_and_a_session_policy_limit_what_a_role_may_do(identities):
    limit = policy(allow("s3:*"))
    boundary = identities.iam.create_policy(PolicyName="only-s3", PolicyDocument=limit)["Policy"]["Arn"]
    bounded = identities.assume(identities.role(allow("*"), PermissionsBoundary=boundary))
    limited = identities.session(allow("*"), Policy=limit)
    for session in (bounded, limited):
        session("s3").list_buckets()
        assert refused_action(session("sns").list_topics) == "sns:ListTopics"


def test_a_role_is_assumed_by_whom_it_trusts(identities):
    trusted = identities.user(name="trusted")
    arn = f"arn:aws:iam::{ACCOUNT}:user/trusted"
    for_her = identities.role(allow("*"), trust=trusts({"AWS": arn}), name="for-her")
    trusted.assume(for_her)("s3").list_buckets()
    assert refusal(identities.user(allow("*")).assume, for_her)[0] == "AccessDenied"
    for_functions = identities.role(trust=trusts({"Service": "lambda.amazonaws.com"}))
    assert refusal(identities.user(allow("*")).assume, for_functions)[0] == "AccessDenied"
    assert refusal(identities.assume, for_functions)[0] == "AccessDenied"
    for_all = identities.role()
    assert refused_action(identities.user().assume, for_all) == "sts:AssumeRole"
    identities.user(allow("sts:AssumeRole", on=for_all)).assume(for_all)
    outside = identities.role(
        trust=trusts({"AWS": "*"}, Condition={"StringEquals": {"sts:ExternalId": "agreed"}}), name="outside"
    )
    assert refusal(identities.user().assume, outside)[0] == "AccessDenied"
    identities.user()("sts").assume_role(RoleArn=outside, RoleSessionName="tests", ExternalId="agreed")


def test_secrets_by_their_names_letters_and_tags(identities):
    root = identities.root("secretsmanager")
    mine = root.create_secret(Name="team/mine", SecretString="x", Tags=[{"Key": "team", "Value": "data"}])["ARN"]
    root.create_secret(Name="team/other", SecretString="x")
    by_name = identities.session(
        allow("secretsmanager:GetSecretValue", on=f"arn:aws:secretsmanager:{HERE}:secret:team/mine-??????")
    )("secretsmanager")
    tagged = {"StringEquals": {"aws:ResourceTag/team": "data"}}
    by_tag = identities.session(allow("secretsmanager:GetSecretValue", Condition=tagged))("secretsmanager")
    for manager in (by_name, by_tag):
        assert manager.get_secret_value(SecretId="team/mine")["SecretString"] == "x"
        assert manager.get_secret_value(SecretId=mine)["SecretString"] == "x"
        for absent in ("team/other", "team/absent"):
            assert refused_action(manager.get_secret_value, SecretId=absent) == "secretsmanager:GetSecretValue"


def test_a_table_needs_its_database_and_the_catalogue(identities):
    glue = identities.root("glue")
    glue.create_database(DatabaseInput={"Name": "crimes"})
    glue.create_table(DatabaseName="crimes", TableInput={"Name": "daily"})
    catalogue, database, table = (
        f"arn:aws:glue:{HERE}:{rest}" for rest in ("catalog", "database/crimes", "table/crimes/daily")
    )
    reads = identities.session(allow("glue:GetTable", on=[catalogue, database, table]))("glue")
    assert reads.get_table(DatabaseName="Crimes", Name="DAILY")["Table"]["Name"] == "daily"
    assert refused_action(reads.get_tables, DatabaseName="crimes") == "glue:GetTables"
    assert refused_action(reads.get_table, DatabaseName="crimes", Name="other") == "glue:GetTable"
    lacks = identities.session(allow("glue:GetTable", on=[catalogue, table]))("glue")
    _, message = refusal(lacks.get_table, DatabaseName="crimes", Name="daily")
    assert f"on resource: {database} " in message


def test_athena_reads_in_the_name_of_who_asks(identities, lake):
    identities.root("athena").create_work_group(Name="team")
    group = f"arn:aws:athena:{HERE}:workgroup/team"
    asks = allow("athena:StartQueryExecution", "athena:GetQueryExecution", on=group)
    writes = allow("s3:PutObject", "s3:GetBucketLocation", on=["arn:aws:s3:::lake", "arn:aws:s3:::lake/results/*"])

    def ask(*statements: dict, sql: str = "show tables in crimes") -> dict:
        athena = identities.session(*statements)("athena")
        place = {"OutputLocation": "s3://lake/results/"}
        query = athena.start_query_execution(QueryString=sql, WorkGroup="team", ResultConfiguration=place)
        done = lambda: athena.get_query_execution(**{"QueryExecutionId": query["QueryExecutionId"]})["QueryExecution"]  # noqa: E731
        eventually(lambda: done()["Status"]["State"] in ("SUCCEEDED", "FAILED"), 20, done)
        return done()["Status"]

    assert refused_action(ask, writes) == "athena:StartQueryExecution"
    assert "Unable to verify/create output bucket" in refusal(ask, asks)[1]
    status = ask(asks, writes)
    assert status["State"] == "FAILED"
    assert status["StateChangeReason"].startswith("Insufficient permissions to execute the query. User: arn:aws:sts::")
    assert ask(asks, writes, allow("glue:Get*"))["State"] == "SUCCEEDED"


def test_clusters_are_started_with_the_tags_and_roles_that_are_allowed(identities, lake):
    add_instance_profile(identities.iam, "node")
    service = identities.role(name="service")
    starts = allow(
        "elasticmapreduce:RunJobFlow",
        "elasticmapreduce:AddTags",
        Condition={"StringLike": {"elasticmapreduce:RequestTag/pipeline": "*"}},
    )
    passes = allow(
        "iam:PassRole",
        on=[service, f"arn:aws:iam::{ACCOUNT}:role/node"],
        Condition={"StringEquals": {"iam:PassedToService": ["elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"]}},
    )
    ends = allow(
        "elasticmapreduce:TerminateJobFlows",
        on=f"arn:aws:elasticmapreduce:{HERE}:cluster/*",
        Condition={"StringEquals": {"elasticmapreduce:ResourceTag/pipeline": "crimes"}},
    )
    session, root = identities.session(starts, passes, ends), identities.root
    emr = Emr(session("emr"), session("s3"), lake)
    assert refused_action(emr.run) == "elasticmapreduce:RunJobFlow"
    tags = [{"Key": "pipeline", "Value": "crimes"}]
    lacking = Emr(identities.session(starts)("emr"), session("s3"), lake)
    assert refused_action(lacking.run, Tags=tags) == "iam:PassRole"
    ends_itself = {"AutoTerminationPolicy": {"IdleTimeout": 600}}
    assert refused_action(emr.run, Tags=tags, **ends_itself) == "elasticmapreduce:PutAutoTerminationPolicy"
    cluster = emr.run(Tags=tags)
    emr.terminate(cluster)
    others = Emr(root("emr"), root("s3"), lake).run()
    assert refused_action(emr.terminate, others) == "elasticmapreduce:TerminateJobFlows"
    root("emr").terminate_job_flows(JobFlowIds=[others])


def test_a_step_may_do_what_the_role_of_its_node_may(identities, lake):
    iam = identities.iam
    trust = trusts({"Service": "ec2.amazonaws.com"})
    identities.role(allow("s3:GetObject", on="arn:aws:s3:::lake/open/*"), trust=trust, name="reader")
    identities.role(allow("*"), name="untrusting")
    for name in ("reader", "untrusting"):
        iam.create_instance_profile(InstanceProfileName=name)
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    emr = Emr(identities.root("emr"), identities.root("s3"), lake)
    copies = [step("aws", "s3", "cp", f"s3://lake/{key}", "-") for key in ("open/a", "closed/b")]
    cluster = emr.run(copies, JobFlowRole="reader")
    emr.wait_for(cluster, "WAITING", "TERMINATED_WITH_ERRORS")
    assert emr.states(cluster) == ["COMPLETED", "FAILED"], emr.story(cluster)
    assert emr.logs(cluster) == {}, "its role may not write logs"
    emr.terminate(cluster)
    status = emr.wait_for(emr.run(JobFlowRole="untrusting"), "TERMINATED_WITH_ERRORS")
    assert status["StateChangeReason"]["Code"] == "VALIDATION_ERROR"
    assert "cannot be assumed by ec2.amazonaws.com" in status["StateChangeReason"]["Message"]


def test_a_function_may_do_what_its_role_may(identities, lake):
    source = "import boto3\ndef handler(key, _):\n    boto3.client('s3').get_object(Bucket='lake', Key=key)\n"
    functions, group = Functions(identities.root), "/aws/lambda/reads"
    identities.root("logs").create_log_group(logGroupName=group)
    logs = allow("logs:CreateLogStream", "logs:PutLogEvents", on=f"arn:aws:logs:{HERE}:log-group:{group}:*")
    role = functions.role("reads", allow("s3:GetObject", on="arn:aws:s3:::lake/open/*"), logs)
    functions.create("reads", source, Role=role)
    assert functions.invoke("reads", "open/a").error is None
    denied = functions.invoke("reads", "closed/b").result
    assert denied["errorType"] == "ClientError"
    assert "assumed-role/reads/reads is not authorized to perform: s3:GetObject" in denied["errorMessage"]
    assert "START RequestId" in log_of(identities.root("logs"), group)
    creator = identities.session(allow("lambda:*"))("lambda")
    code = {"ZipFile": zipped({"h.py": ""})}
    request = {"FunctionName": "made", "Runtime": "python3.12", "Handler": "h.h", "Role": role, "Code": code}
    assert refused_action(creator.create_function, **request) == "iam:PassRole"


def test_metrics_keys_and_queues(identities):
    namespace = {"StringEquals": {"cloudwatch:namespace": "Daylake"}}
    cloudwatch = identities.session(allow("cloudwatch:PutMetricData", Condition=namespace))("cloudwatch")
    data = [{"MetricName": "m", "Value": 1.0}]
    cloudwatch.put_metric_data(Namespace="Daylake", MetricData=data)
    assert refused_action(cloudwatch.put_metric_data, Namespace="Other", MetricData=data) == "cloudwatch:PutMetricData"
    kms = identities.root("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/lake", TargetKeyId=key)
    by_alias = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/lake"}}
    user = identities.session(allow("kms:Decrypt", Condition=by_alias))("kms")
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert user.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    assert refused_action(user.encrypt, KeyId="alias/lake", Plaintext=b"x") == "kms:Encrypt"
    others = kms.encrypt(KeyId=kms.create_key()["KeyMetadata"]["KeyId"], Plaintext=b"x")["CiphertextBlob"]
    assert refused_action(user.decrypt, CiphertextBlob=others) == "kms:Decrypt"
    url = identities.root("sqs").create_queue(QueueName="mine")["QueueUrl"]
    sqs = identities.session(allow("sqs:SendMessage", on=f"arn:aws:sqs:{HERE}:mine"))("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="m")
    assert refused_action(sqs.receive_message, QueueUrl=url) == "sqs:ReceiveMessage"


def test_the_simulator_evaluates_as_enforcement_does(identities):
    role = identities.role(
        allow("s3:Get*", on="arn:aws:s3:::lake/*"),
        deny("s3:GetObject", on="arn:aws:s3:::lake/closed/*"),
        allow("cloudwatch:PutMetricData", Condition={"StringEquals": {"cloudwatch:namespace": "Daylake"}}),
    )

    def simulate(action: str, resource: str, **context: str) -> str:
        entries = [
            {"ContextKeyName": key.replace("_", ":"), "ContextKeyValues": [value], "ContextKeyType": "string"}
            for key, value in context.items()
        ]
        asked = {"ActionNames": [action], "ResourceArns": [resource], "ContextEntries": entries}
        answer = identities.iam.simulate_principal_policy(PolicySourceArn=role, **asked)
        return answer["EvaluationResults"][0]["EvalDecision"]

    assert simulate("s3:GetObject", "arn:aws:s3:::lake/open/a") == "allowed"
    assert simulate("s3:GetObject", "arn:aws:s3:::lake/closed/b") == "explicitDeny"
    assert simulate("s3:PutObject", "arn:aws:s3:::lake/open/a") == "implicitDeny"
    assert simulate("cloudwatch:PutMetricData", "*") == "implicitDeny"
    assert simulate("cloudwatch:PutMetricData", "*", cloudwatch_namespace="Daylake") == "allowed"
