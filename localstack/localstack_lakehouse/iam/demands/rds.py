"""RDS."""

from localstack_lakehouse.iam.call import Call, Demand, tag_facts

KINDS = {
    "DBInstanceIdentifier": "db",
    "DBParameterGroupName": "pg",
    "DBSubnetGroupName": "subgrp",
    "DBSnapshotIdentifier": "snapshot",
}


def demands(call: Call) -> list[Demand]:
    asked, action = call.asked, f"rds:{call.operation}"
    facts = tag_facts("aws", asked.get("Tags"))
    arns = [found for name, kind in KINDS.items() if (found := call.named(name, kind))]
    if arn := asked.get("ResourceName"):
        arns = [arn]
    if not arns and call.operation.startswith("DescribeDBInstances"):
        arns = [call.arn("db:*")]
    return [Demand(action, arn, facts) for arn in arns] or [Demand(action, facts=facts)]
