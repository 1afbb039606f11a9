# Who may speak to whom. Rules are resources of their own: EMR adds some to its groups by itself.
locals {
  groups = {
    emr_master         = "Daylake: the master node of a cluster"
    emr_core           = "Daylake: the other nodes of a cluster"
    emr_service_access = "Daylake: EMR's service, to the nodes"
    rotation           = "Daylake: the rotation function"
    mysql              = "Daylake: MySQL"
    endpoints          = "Daylake: AWS's endpoints"
    airflow            = "Daylake: Airflow"
  }

  nodes = toset(["emr_master", "emr_core"])

  # From a group to a group; every port between the nodes, as Spark picks its own.
  flows = merge(
    { for pair in setproduct(local.nodes, local.nodes) : "${pair[0]}-${pair[1]}" => { from = pair[0], to = pair[1], port = null } },
    { for client in setunion(local.nodes, ["rotation"]) : "${client}-mysql" => { from = client, to = "mysql", port = local.mysql.port } },
    { for client in setunion(local.nodes, ["rotation", "airflow"]) : "${client}-endpoints" => { from = client, to = "endpoints", port = 443 } },
    { for node in local.nodes : "emr_service_access-${node}" => { from = "emr_service_access", to = node, port = 8443 } },
    {
      "emr_master-emr_service_access" = { from = "emr_master", to = "emr_service_access", port = 9443 }
      "airflow-airflow"               = { from = "airflow", to = "airflow", port = null }
    },
  )

  private_networks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]

  # S3's gateway has public addresses, which its prefix list names.
  reads_s3 = toset(["emr_master", "emr_core", "rotation", "airflow"])
}

resource "aws_security_group" "this" {
  for_each = local.groups

  name                   = "daylake-${replace(each.key, "_", "-")}"
  description            = each.value
  vpc_id                 = aws_vpc.this.id
  revoke_rules_on_delete = true
  tags                   = merge(startswith(each.key, "emr_") ? local.for_emr : {}, { Name = "daylake-${replace(each.key, "_", "-")}" })
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.flows

  security_group_id            = aws_security_group.this[each.value.to].id
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  ip_protocol                  = each.value.port == null ? "-1" : "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = { Name = each.key }
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.flows

  security_group_id            = aws_security_group.this[each.value.from].id
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  ip_protocol                  = each.value.port == null ? "-1" : "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = { Name = each.key }
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  for_each = local.reads_s3

  security_group_id = aws_security_group.this[each.key].id
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = { Name = "${each.key}-s3" }
}

# A server of yours is outside these groups: the way to it is its port, in private networks.
resource "aws_vpc_security_group_egress_rule" "existing_mysql" {
  for_each = var.existing_mysql == null ? {} : {
    for pair in setproduct(setunion(local.nodes, ["rotation"]), local.private_networks) : join(" ", pair) => pair
  }

  security_group_id = aws_security_group.this[each.value[0]].id
  cidr_ipv4         = each.value[1]
  ip_protocol       = "tcp"
  from_port         = local.mysql.port
  to_port           = local.mysql.port
  tags              = { Name = "${each.value[0]}-existing-mysql" }
}
