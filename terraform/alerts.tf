locals {
  namespace = "Daylake"

  # On what functions/watch measures each minute, so that they work while Airflow does not. A sentence each, for whoever
  # is woken by it.
  alarms = {
    late = {
      metric    = "RunMinutes"
      threshold = 36
      says      = "has a run that began more than 36 minutes ago and has not published. The last published day is still served. Look at the run's tasks in Airflow, or at its cluster in EMR if Airflow is down; a run that is merely slow publishes by itself."
    }
    failed = {
      metric    = "RunsFailed"
      threshold = 0
      says      = "has a run whose cluster ended within the last hour without publishing. The last published day is still served. Read the outcome in the lake under _outcomes/, which says what to do, or the failed task's log in Airflow."
    }
    missing = {
      metric    = "HoursSincePublished"
      threshold = 26
      says      = "has published nothing for more than 26 hours. The last published day is still served. See whether Airflow is up and the DAG is not paused; then run the missing day as a backfill."
    }
    leaked = {
      metric    = "ClusterHours"
      threshold = 2
      says      = "has a cluster that is more than 2 hours old and costs money. It is ended by itself 15 minutes after its run's last word, or when it is a day old. If its run is over in Airflow, end it now: aws emr terminate-clusters --cluster-ids with the id that aws emr list-clusters --active shows."
    }
  }

  pipeline_alarms = merge([
    for pipeline in local.pipelines : { for kind, alarm in local.alarms : "${pipeline}-${kind}" => merge(alarm, { pipeline = pipeline }) }
  ]...)
}

resource "aws_sns_topic" "alerts" {
  name              = local.names.alerts_topic
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.alerts.json
}

data "aws_iam_policy_document" "alerts" {
  statement {
    sid       = "AlarmsAndBudgets"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.alert_emails)

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = local.pipeline_alarms

  alarm_name          = "daylake-${each.key}"
  alarm_description   = "Pipeline ${each.value.pipeline} ${each.value.says}"
  namespace           = local.namespace
  metric_name         = each.value.metric
  dimensions          = { pipeline = each.value.pipeline }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "ignore" # daylake-watch-silent tells that nothing is measured
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "rotation_failed" {
  alarm_name          = "daylake-rotation-failed"
  alarm_description   = "The rotation of a database password failed. The present password goes on working. Read the log group /aws/lambda/${local.names.rotation_function}, mend what it says, then: aws secretsmanager rotate-secret --secret-id <the secret it names>."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.rotation.function_name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

# It never breaches: what it tells is that data have ceased to come, and not that there are none yet, as just after apply.
resource "aws_cloudwatch_metric_alarm" "watch_silent" {
  alarm_name                = "daylake-watch-silent"
  alarm_description         = "Nothing has measured the pipelines for 15 minutes, so no other alarm would be raised now. Read the log group /aws/lambda/${local.names.watch_function} and see that the EventBridge rule ${local.names.watch_function} is enabled."
  namespace                 = "AWS/Lambda"
  metric_name               = "Invocations"
  dimensions                = { FunctionName = aws_lambda_function.watch.function_name }
  statistic                 = "Sum"
  comparison_operator       = "LessThanThreshold"
  threshold                 = 0
  period                    = 300
  evaluation_periods        = 3
  treat_missing_data        = "missing"
  alarm_actions             = [aws_sns_topic.alerts.arn]
  insufficient_data_actions = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "watch_failed" {
  alarm_name          = "daylake-watch-failed"
  alarm_description   = "What measures the pipelines fails, so no other alarm would be raised now. Read the log group /aws/lambda/${local.names.watch_function}."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.watch.function_name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_budgets_budget" "this" {
  name         = "daylake"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  cost_filter {
    name   = "TagKeyValue"
    values = ["user:application$daylake"]
  }

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "ACTUAL"
    threshold                 = 80
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "FORECASTED"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
  }

  depends_on = [aws_sns_topic_policy.alerts]
}
