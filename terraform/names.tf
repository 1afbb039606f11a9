data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_region" "this" {}

locals {
  names = jsondecode(file("${path.module}/names.json"))

  buckets = {
    lake           = "${local.names.lake_bucket}${var.bucket_suffix}"
    artifacts      = "${local.names.artifacts_bucket}${var.bucket_suffix}"
    logs           = "${local.names.logs_bucket}${var.bucket_suffix}"
    athena_results = "${local.names.athena_results_bucket}${var.bucket_suffix}"
  }

  pipelines = toset([for file in fileset("${path.module}/../sql", "*/pipeline.toml") : dirname(file)])

  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.name

  # ARNs are built from names, so that every policy is known when it is planned and can be read before it is applied.
  arn = {
    for service in ["airflow", "athena", "cloudwatch", "elasticmapreduce", "glue", "kms", "lambda", "logs", "quicksight", "rds", "secretsmanager", "sns", "sqs", "events"] :
    service => "arn:${local.partition}:${service}:${local.region}:${local.account}"
  }
  bucket_arn  = { for key, name in local.buckets : key => "arn:${local.partition}:s3:::${name}" }
  role_arn    = "arn:${local.partition}:iam::${local.account}:role"
  secret_arn  = { for key in ["reader", "loader", "settings"] : key => "${local.arn.secretsmanager}:secret:${local.names["${key}_secret"]}-??????" }
  topic_arn   = "${local.arn.sns}:${local.names.alerts_topic}"
  cluster_arn = "${local.arn.elasticmapreduce}:cluster/*"
}
