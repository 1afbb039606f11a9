locals {
  mwaa = var.airflow == null ? 0 : 1

  # What runs use, as the DAG's settings want it; make deploy adds `artifacts`, the release.
  settings = {
    lake           = "s3://${local.buckets.lake}"
    logs           = "s3://${local.buckets.logs}/emr/"
    athena_results = "s3://${local.buckets.athena_results}/"
    workgroup      = local.names.athena_workgroup
    alerts_topic   = local.topic_arn
    loader_secret  = local.names.loader_secret
    quicksight     = var.quicksight_user == null ? null : { account = local.account, data_set = local.data_set }
    emr = {
      release                = local.names.emr_release
      instance_type          = var.emr.instance_type
      core_nodes             = var.emr.core_nodes
      idle_minutes           = var.emr.idle_minutes
      poll_seconds           = 10
      service_role           = local.names.emr_service_role
      job_flow_role          = local.names.emr_node_profile
      subnet                 = aws_subnet.private[0].id
      security_configuration = aws_emr_security_configuration.this.name
      security_groups = {
        master         = aws_security_group.this["emr_master"].id
        core           = aws_security_group.this["emr_core"].id
        service_access = aws_security_group.this["emr_service_access"].id
      }
    }
  }
}

resource "aws_mwaa_environment" "this" {
  count = local.mwaa

  name                  = local.names.airflow_environment
  airflow_version       = "3.3.1"
  environment_class     = var.airflow.class
  max_workers           = var.airflow.max_workers
  min_workers           = 1
  execution_role_arn    = aws_iam_role.airflow.arn
  webserver_access_mode = "PUBLIC_ONLY" # behind IAM; the DAGs themselves run in the private subnets

  source_bucket_arn              = aws_s3_bucket.this["artifacts"].arn
  dag_s3_path                    = "dags/"
  requirements_s3_path           = aws_s3_object.airflow["requirements.txt"].key
  requirements_s3_object_version = aws_s3_object.airflow["requirements.txt"].version_id
  plugins_s3_path                = aws_s3_object.airflow["plugins.zip"].key
  plugins_s3_object_version      = aws_s3_object.airflow["plugins.zip"].version_id

  airflow_configuration_options = {
    "secrets.backend"                  = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
    "secrets.backend_kwargs"           = jsonencode({ variables_prefix = dirname(local.names.settings_secret), connections_prefix = null, config_prefix = null })
    "core.dags_are_paused_at_creation" = "False"
    "workers.min_heartbeat_interval"   = "1"
    "dag_processor.refresh_interval"   = "60"
  }

  network_configuration {
    security_group_ids = [aws_security_group.this["airflow"].id]
    subnet_ids         = aws_subnet.private[*].id
  }

  logging_configuration {
    dag_processing_logs {
      enabled   = true
      log_level = "WARNING"
    }

    scheduler_logs {
      enabled   = true
      log_level = "WARNING"
    }

    task_logs {
      enabled   = true
      log_level = "INFO"
    }

    webserver_logs {
      enabled   = true
      log_level = "WARNING"
    }

    worker_logs {
      enabled   = true
      log_level = "WARNING"
    }
  }

  depends_on = [aws_iam_role_policy.airflow, aws_iam_role_policy.mwaa, aws_vpc_endpoint.interface, aws_s3_bucket_versioning.this]
}

resource "aws_s3_object" "airflow" {
  for_each = var.airflow == null ? toset([]) : toset(["plugins.zip", "requirements.txt"])

  bucket      = aws_s3_bucket_versioning.this["artifacts"].bucket
  key         = "airflow/${each.key}"
  source      = "${local.dist}/${each.key}"
  source_hash = filemd5("${local.dist}/${each.key}")
}

resource "aws_iam_role" "airflow" {
  name               = local.names.airflow_role
  assume_role_policy = data.aws_iam_policy_document.airflow_trust.json
}

data "aws_iam_policy_document" "airflow_trust" {
  dynamic "statement" {
    for_each = var.airflow == null ? [] : [1]

    content {
      actions = ["sts:AssumeRole"]

      principals {
        type        = "Service"
        identifiers = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]
      }
    }
  }

  # An Airflow of your own: whom the account's policies let.
  dynamic "statement" {
    for_each = var.airflow == null ? [1] : []

    content {
      actions = ["sts:AssumeRole"]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
    }
  }
}

resource "aws_iam_role_policy" "airflow" {
  name   = "daily-run"
  role   = aws_iam_role.airflow.id
  policy = data.aws_iam_policy_document.airflow.json
}

# What the DAG does, wherever Airflow is.
data "aws_iam_policy_document" "airflow" {
  # A cluster has no ARN before it is there: what may be started is bound to the tag every run gives its cluster.
  statement {
    sid       = "StartClusters"
    actions   = ["elasticmapreduce:RunJobFlow"]
    resources = ["*"]

    condition {
      test     = "StringLike"
      variable = "elasticmapreduce:RequestTag/daylake:pipeline"
      values   = ["*"]
    }
  }

  # RunJobFlow asks for both, of the cluster that it makes. EMR has no condition that says "only while it is made", so
  # Airflow could tag, and then use, another cluster of the account (docs/security.md).
  statement {
    sid       = "TagThemAndLetThemEnd"
    actions   = ["elasticmapreduce:AddTags", "elasticmapreduce:PutAutoTerminationPolicy"]
    resources = [local.cluster_arn]

    condition {
      test     = "StringLike"
      variable = "elasticmapreduce:RequestTag/daylake:pipeline"
      values   = ["*"]
    }
  }

  # ListClusters knows no resources; it tells names, by which a run finds clusters whose id it never heard.
  statement {
    sid       = "FindThem"
    actions   = ["elasticmapreduce:ListClusters"]
    resources = ["*"]
  }

  statement {
    sid = "RunThem"
    actions = [
      "elasticmapreduce:AddJobFlowSteps", "elasticmapreduce:DescribeCluster", "elasticmapreduce:DescribeStep",
      "elasticmapreduce:ListSteps", "elasticmapreduce:TerminateJobFlows",
    ]
    resources = [local.cluster_arn]

    condition {
      test     = "StringLike"
      variable = "elasticmapreduce:ResourceTag/daylake:pipeline"
      values   = ["*"]
    }
  }

  statement {
    sid       = "GiveThemTheirRoles"
    actions   = ["iam:PassRole"]
    resources = ["${local.role_arn}/${local.names.emr_service_role}", "${local.role_arn}/${local.names.emr_node_profile}"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"]
    }
  }

  # The lake is read by Athena in the name of whoever asks.
  statement {
    sid     = "ReadWhatRunsLeave"
    actions = ["s3:GetObject"]
    resources = [
      "${local.bucket_arn.artifacts}/releases/*",
      "${local.bucket_arn.lake}/*",
      "${local.bucket_arn.logs}/emr/*",
    ]
  }

  statement {
    sid       = "ListWhatIsThere"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = values(local.bucket_arn)
  }

  statement {
    sid       = "KeepQueryResults"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${local.bucket_arn.athena_results}/*"]
  }

  statement {
    sid = "Ask"
    actions = [
      "athena:GetQueryExecution", "athena:GetQueryResults", "athena:GetWorkGroup", "athena:StartQueryExecution",
      "athena:StopQueryExecution",
    ]
    resources = ["${local.arn.athena}:workgroup/${local.names.athena_workgroup}"]
  }

  statement {
    sid = "ReadTablesKeepViews"
    actions = [
      "glue:CreateTable", "glue:GetDatabase", "glue:GetPartition", "glue:GetPartitions", "glue:GetTable", "glue:GetTables",
      "glue:UpdateTable",
    ]
    resources = local.catalogue
  }

  # Athena looks whether the default database is there, whatever is asked.
  statement {
    sid       = "SeeTheDefaultDatabase"
    actions   = ["glue:GetDatabase"]
    resources = ["${local.arn.glue}:catalog", "${local.arn.glue}:database/default"]
  }

  statement {
    sid       = "ReadSettings"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.secret_arn.settings]
  }

  statement {
    sid       = "TellThatARunIsLate"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]
  }

  statement {
    sid       = "EncryptWhatIsTold"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["${local.arn.kms}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [local.key_alias]
    }
  }

  dynamic "statement" {
    for_each = var.quicksight_user == null ? [] : [1]

    content {
      sid     = "RefreshTheDashboard"
      actions = ["quicksight:CreateIngestion", "quicksight:DescribeIngestion"]
      resources = [
        "${local.arn.quicksight}:dataset/${local.data_set}",
        "${local.arn.quicksight}:dataset/${local.data_set}/ingestion/*",
      ]
    }
  }
}

resource "aws_iam_role_policy" "mwaa" {
  count = local.mwaa

  name   = "mwaa"
  role   = aws_iam_role.airflow.id
  policy = data.aws_iam_policy_document.mwaa.json
}

# What MWAA itself asks of its environment's role, besides the DAG.
data "aws_iam_policy_document" "mwaa" {
  statement {
    sid       = "ReadDags"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${local.bucket_arn.artifacts}/dags/*", "${local.bucket_arn.artifacts}/airflow/*"]
  }

  statement {
    sid       = "SeeThatTheBucketIsClosed"
    actions   = ["s3:GetBucketPublicAccessBlock", "s3:GetBucketVersioning", "s3:ListBucketVersions"]
    resources = [local.bucket_arn.artifacts]
  }

  # Of the account: it knows no resource.
  statement {
    sid       = "SeeThatTheAccountIsClosed"
    actions   = ["s3:GetAccountPublicAccessBlock", "logs:DescribeLogGroups"]
    resources = ["*"]
  }

  statement {
    sid       = "TellHealth"
    actions   = ["airflow:PublishMetrics"]
    resources = ["${local.arn.airflow}:environment/${local.names.airflow_environment}"]
  }

  statement {
    sid       = "TellMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["AmazonMWAA"]
    }
  }

  statement {
    sid = "WriteLogs"
    actions = [
      "logs:CreateLogGroup", "logs:CreateLogStream", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:GetLogRecord",
      "logs:GetQueryResults", "logs:PutLogEvents",
    ]
    resources = ["${local.arn.logs}:log-group:airflow-${local.names.airflow_environment}-*"]
  }

  # The queue between scheduler and workers is in an account of MWAA's, which is why none is named.
  statement {
    sid = "TakeWork"
    actions = [
      "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
      "sqs:ReceiveMessage", "sqs:SendMessage",
    ]
    resources = ["arn:${local.partition}:sqs:${local.region}:*:airflow-celery-*"]
  }

  statement {
    sid           = "UseThatQueuesKey"
    actions       = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
    not_resources = ["${local.arn.kms}:key/*"]

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["sqs.${local.region}.amazonaws.com"]
    }
  }
}
