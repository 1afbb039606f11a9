"""terraform destroy, after all that was done in the environment."""

import chain

from laptop.aws import client
from laptop.stack import ACCOUNT


def test_destroyed_nothing_is_left(environment, stack):
    environment("destroy", "-auto-approve")
    assert left(stack) == {}


def left(stack) -> dict[str, list]:
    """What is there of each kind that terraform/ makes, but for what every account has."""
    ec2, iam = client(stack, "ec2"), client(stack, "iam")
    found = {
        "buckets": client(stack, "s3").list_buckets()["Buckets"],
        "secrets": client(stack, "secretsmanager").list_secrets()["SecretList"],
        "functions": client(stack, "lambda").list_functions()["Functions"],
        "roles": [role for role in iam.list_roles()["Roles"] if not role["Path"].startswith("/aws-service-role/")],
        "profiles": iam.list_instance_profiles()["InstanceProfiles"],
        "topics": client(stack, "sns").list_topics()["Topics"],
        "alarms": client(stack, "cloudwatch").describe_alarms()["MetricAlarms"],
        "rules": client(stack, "events").list_rules()["Rules"],
        "log groups": client(stack, "logs").describe_log_groups()["logGroups"],
        "databases": client(stack, "glue").get_databases()["DatabaseList"],
        "workgroups": [
            group for group in client(stack, "athena").list_work_groups()["WorkGroups"] if group["Name"] != "primary"
        ],
        "instances": client(stack, "rds").describe_db_instances()["DBInstances"],
        "subnet groups": client(stack, "rds").describe_db_subnet_groups()["DBSubnetGroups"],
        "security configurations": client(stack, "emr").list_security_configurations()["SecurityConfigurations"],
        "budgets": client(stack, "budgets").describe_budgets(AccountId=ACCOUNT)["Budgets"],
        "networks": [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "endpoints": [each for each in ec2.describe_vpc_endpoints()["VpcEndpoints"] if each["State"] != "deleted"],
        "aliases": [
            alias for alias in client(stack, "kms").list_aliases()["Aliases"] if alias["AliasName"].endswith("daylake")
        ],
        "clusters": chain.live_clusters(stack),
    }
    return {kind: things for kind, things in found.items() if things}
