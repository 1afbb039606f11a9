locals {
  dist = "${path.module}/../.daylake/dist"
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = toset([local.names.rotation_function, local.names.watch_function])

  name              = "/aws/lambda/${each.key}"
  retention_in_days = var.keep_days
}

# Rotation: in the network, as MySQL is.
resource "aws_lambda_function" "rotation" {
  function_name    = local.names.rotation_function
  description      = "Changes the password in a secret of a MySQL user"
  role             = aws_iam_role.rotation.arn
  runtime          = "python3.12"
  handler          = "handler.handler"
  filename         = "${local.dist}/rotation.zip"
  source_code_hash = filebase64sha256("${local.dist}/rotation.zip")
  timeout          = 60
  memory_size      = 128

  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.this["rotation"].id]
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy_attachment.rotation_network]
}

resource "aws_lambda_permission" "rotation" {
  for_each = aws_secretsmanager_secret.user

  function_name  = aws_lambda_function.rotation.function_name
  action         = "lambda:InvokeFunction"
  principal      = "secretsmanager.amazonaws.com"
  source_account = local.account
  source_arn     = each.value.arn
}

resource "aws_iam_role" "rotation" {
  name               = local.names.rotation_function
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

# AWS's own policy for functions in a VPC: network interfaces and logs.
resource "aws_iam_role_policy_attachment" "rotation_network" {
  role       = aws_iam_role.rotation.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

resource "aws_iam_role_policy" "rotation" {
  name   = "rotate"
  role   = aws_iam_role.rotation.id
  policy = data.aws_iam_policy_document.rotation.json
}

data "aws_iam_policy_document" "rotation" {
  statement {
    sid       = "ChangeTheSecrets"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
    resources = [local.secret_arn.reader, local.secret_arn.loader]
  }

  # RDS names its secret after an id that is known only once the instance is there.
  statement {
    sid       = "BeTheAdministrator"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.existing_mysql == null ? "${local.arn.secretsmanager}:secret:rds!db-*" : var.existing_mysql.master_secret_arn]

    dynamic "condition" {
      for_each = var.existing_mysql == null ? [1] : []

      content {
        test     = "StringEquals"
        variable = "aws:ResourceTag/aws:rds:primaryDBInstanceArn"
        values   = ["${local.arn.rds}:db:${local.names.rds_instance}"]
      }
    }
  }

  statement {
    sid       = "ReadTheAuthorities"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arn.artifacts}/certs/*"]
  }
}

# Watch: outside the network, and independent of Airflow.
resource "aws_lambda_function" "watch" {
  function_name    = local.names.watch_function
  description      = "Measures each minute how late, failed or missing runs are, and ends clusters that outlived theirs"
  role             = aws_iam_role.watch.arn
  runtime          = "python3.12"
  handler          = "handler.handler"
  filename         = "${local.dist}/watch.zip"
  source_code_hash = filebase64sha256("${local.dist}/watch.zip")
  timeout          = 60
  memory_size      = 256

  environment {
    variables = {
      LAKE      = local.buckets.lake
      PIPELINES = join(",", local.pipelines)
      NAMESPACE = local.namespace
      SINCE     = terraform_data.since.output
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.watch]
}

# From when on a pipeline that has never published counts as missing.
resource "terraform_data" "since" {
  input            = plantimestamp()
  triggers_replace = [local.pipelines]

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_cloudwatch_event_rule" "watch" {
  name                = local.names.watch_function
  description         = "Each minute"
  schedule_expression = "rate(1 minute)"
}

resource "aws_cloudwatch_event_target" "watch" {
  rule = aws_cloudwatch_event_rule.watch.name
  arn  = aws_lambda_function.watch.arn
}

resource "aws_lambda_permission" "watch" {
  function_name = aws_lambda_function.watch.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.watch.arn
}

resource "aws_iam_role" "watch" {
  name               = local.names.watch_function
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "watch" {
  name   = "watch"
  role   = aws_iam_role.watch.id
  policy = data.aws_iam_policy_document.watch.json
}

data "aws_iam_policy_document" "watch" {
  # ListClusters knows no resources.
  statement {
    sid       = "FindClusters"
    actions   = ["elasticmapreduce:ListClusters"]
    resources = ["*"]
  }

  statement {
    sid       = "ReadTheirTags"
    actions   = ["elasticmapreduce:DescribeCluster"]
    resources = [local.cluster_arn]
  }

  # Of those that are ours: whether its run is over, and then its end.
  statement {
    sid       = "EndThoseThatOutlivedTheirRuns"
    actions   = ["elasticmapreduce:ListSteps", "elasticmapreduce:TerminateJobFlows"]
    resources = [local.cluster_arn]

    condition {
      test     = "StringLike"
      variable = "elasticmapreduce:ResourceTag/daylake:pipeline"
      values   = ["*"]
    }
  }

  statement {
    sid       = "FindOutcomes"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn.lake]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["_outcomes/*"]
    }
  }

  statement {
    sid       = "ReadOutcomes"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arn.lake}/_outcomes/*"]
  }

  # PutMetricData knows no resources, only the namespace.
  statement {
    sid       = "TellMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.namespace]
    }
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.arn.logs}:log-group:/aws/lambda/${local.names.watch_function}:*"]
  }
}
