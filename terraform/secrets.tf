locals {
  users = { reader = "daylake_reader", loader = "daylake_loader" }
}

resource "aws_secretsmanager_secret" "user" {
  for_each = local.users

  name                    = local.names["${each.key}_secret"]
  description             = "Daylake: where MySQL is, and who ${each.value} is today"
  recovery_window_in_days = var.protect ? 30 : 0
}

# All but the password: the first rotation makes that, so Terraform's state never holds one. The label keeps this first
# version from being forgotten by AWS, after which Terraform would write it again over the one in use.
resource "aws_secretsmanager_secret_version" "user" {
  for_each = local.users

  secret_id      = aws_secretsmanager_secret.user[each.key].id
  version_stages = ["AWSCURRENT", "INITIAL"]
  secret_string = jsonencode(merge(
    {
      engine    = "mysql"
      host      = local.mysql.host
      port      = local.mysql.port
      dbname    = local.names.source_schema
      username  = each.value
      masterarn = local.mysql.master_secret_arn
    },
    var.mysql_ca_file == null ? {} : { ssl_ca = "s3://${local.buckets.artifacts}/certs/mysql-ca.pem" },
  ))

  lifecycle {
    ignore_changes = [secret_string, version_stages]
  }

  depends_on = [aws_s3_object.mysql_ca]
}

resource "aws_secretsmanager_secret_rotation" "user" {
  for_each = local.users

  secret_id           = aws_secretsmanager_secret_version.user[each.key].secret_id
  rotation_lambda_arn = aws_lambda_function.rotation.arn

  rotation_rules {
    automatically_after_days = 30
  }

  depends_on = [
    aws_lambda_permission.rotation,
    aws_iam_role_policy.rotation,
    aws_vpc_endpoint.interface,
    aws_vpc_endpoint.s3,
    aws_vpc_security_group_egress_rule.this,
    aws_vpc_security_group_egress_rule.s3,
    aws_vpc_security_group_ingress_rule.this,
  ]
}

# Airflow's Variable `daylake`. make deploy writes it: output `settings`, and the release.
resource "aws_secretsmanager_secret" "settings" {
  name                    = local.names.settings_secret
  description             = "Daylake: where Airflow finds things, and the release that runs use"
  recovery_window_in_days = var.protect ? 30 : 0
}
