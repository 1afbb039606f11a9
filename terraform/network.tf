# A network without a way to the internet: what runs in it reaches AWS through endpoints, and MySQL.
data "aws_availability_zones" "this" {
  state = "available"

  # Not the local zones that an account may have opted into: they lack most of what is needed here.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = slice(data.aws_availability_zones.this.names, 0, 2)

  # What the job and the rotation function call; the second line is Airflow's, on MWAA.
  endpoints = toset(concat(
    ["elasticmapreduce", "glue", "kms", "secretsmanager"],
    var.airflow == null ? [] : ["athena", "ecr.api", "ecr.dkr", "logs", "monitoring", "sns", "sqs", "sts"],
  ))

  # EMR's own policy lets its service act on resources with this tag only.
  for_emr = { "for-use-with-amazon-emr-managed-policies" = "true" }
}

resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(local.for_emr, { Name = "daylake" })
}

# Nobody gets in by the group that a new VPC brings along.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "private" {
  count = 2

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(var.vpc_cidr, 2, count.index)
  availability_zone = local.zones[count.index]
  tags              = merge(local.for_emr, { Name = "daylake-private-${local.zones[count.index]}" })
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "daylake-private" }
}

resource "aws_route_table_association" "private" {
  count = 2

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${local.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
  tags              = { Name = "daylake-s3" }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = local.endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.this["endpoints"].id]
  tags                = { Name = "daylake-${each.key}" }
}
