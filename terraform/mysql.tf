locals {
  mysql = var.existing_mysql == null ? {
    host              = one(aws_db_instance.this[*].address)
    port              = 3306
    master_secret_arn = one(aws_db_instance.this[*].master_user_secret[0].secret_arn)
    } : {
    host              = var.existing_mysql.host
    port              = var.existing_mysql.port
    master_secret_arn = var.existing_mysql.master_secret_arn
  }
  new_mysql = var.existing_mysql == null ? 1 : 0
}

resource "aws_db_instance" "this" {
  count = local.new_mysql

  identifier     = local.names.rds_instance
  engine         = "mysql"
  engine_version = "8.4"
  instance_class = var.mysql_instance_class
  db_name        = local.names.source_schema

  # RDS makes this password, keeps it in a secret and rotates it: it is in nobody's file.
  username                    = "daylake_master"
  manage_master_user_password = true

  allocated_storage     = 20
  max_allocated_storage = 200
  storage_type          = "gp3"
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.this[0].name
  vpc_security_group_ids = [aws_security_group.this["mysql"].id]
  parameter_group_name   = aws_db_parameter_group.this[0].name
  publicly_accessible    = false

  backup_retention_period      = 7
  copy_tags_to_snapshot        = true
  deletion_protection          = var.protect
  skip_final_snapshot          = !var.protect
  final_snapshot_identifier    = var.protect ? "${local.names.rds_instance}-final" : null
  auto_minor_version_upgrade   = true
  apply_immediately            = true
  performance_insights_enabled = false
}

resource "aws_db_subnet_group" "this" {
  count = local.new_mysql

  name        = local.names.rds_instance
  description = "Daylake: the private subnets"
  subnet_ids  = aws_subnet.private[*].id
}

resource "aws_db_parameter_group" "this" {
  count = local.new_mysql

  name        = "${local.names.rds_instance}-mysql84"
  family      = "mysql8.4"
  description = "Daylake: TLS only, and rows streamed in by daylake load"

  parameter {
    name  = "require_secure_transport"
    value = "1"
  }

  parameter {
    name  = "local_infile"
    value = "1"
  }
}

resource "aws_s3_object" "mysql_ca" {
  count = var.mysql_ca_file == null ? 0 : 1

  bucket  = aws_s3_bucket.this["artifacts"].id
  key     = "certs/mysql-ca.pem"
  content = file(var.mysql_ca_file)
}
