output "settings" {
  description = "Airflow's Variable daylake, but for the release; make deploy writes it into the settings' secret."
  value       = local.settings
}

output "artifacts_bucket" {
  description = "Releases, DAGs, certificates; rows for daylake load go under rows/."
  value       = local.buckets.artifacts
}

output "lake_bucket" {
  description = "The lake."
  value       = local.buckets.lake
}

output "logs_bucket" {
  description = "EMR's logs."
  value       = local.buckets.logs
}

output "athena_results_bucket" {
  description = "Results of queries."
  value       = local.buckets.athena_results
}

output "glue_database" {
  description = "Where the tables are."
  value       = local.names.glue_database
}

output "athena_workgroup" {
  description = "With which to query them."
  value       = local.names.athena_workgroup
}

output "mysql_host" {
  description = "The source."
  value       = local.mysql.host
}

output "reader_secret" {
  description = "Who reads the source."
  value       = local.names.reader_secret
}

output "loader_secret" {
  description = "Who fills it by daylake load."
  value       = local.names.loader_secret
}

output "settings_secret" {
  description = "Airflow's Variable daylake."
  value       = local.names.settings_secret
}

output "rotation_function" {
  description = "Changes the passwords; its log says what became of a rotation."
  value       = aws_lambda_function.rotation.function_name
}

output "watch_function" {
  description = "Measures what the alarms are about."
  value       = aws_lambda_function.watch.function_name
}

output "airflow_role" {
  description = "The role of the DAGs; an Airflow of your own assumes it."
  value       = aws_iam_role.airflow.name
}

output "airflow_environment" {
  description = "The MWAA environment, null without."
  value       = one(aws_mwaa_environment.this[*].name)
}

output "airflow_url" {
  description = "Airflow's web pages, null without MWAA."
  value       = one([for environment in aws_mwaa_environment.this : "https://${environment.webserver_url}"])
}

output "emr_node_role" {
  description = "The role of the Java job."
  value       = aws_iam_role.emr_node.name
}

output "alerts_topic" {
  description = "Where alarms and late runs are told; subscribe what you like."
  value       = aws_sns_topic.alerts.arn
}

output "alarms" {
  description = "The alarms' names."
  value = concat(
    [for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.alarm_name],
    [for alarm in [aws_cloudwatch_metric_alarm.rotation_failed, aws_cloudwatch_metric_alarm.watch_silent, aws_cloudwatch_metric_alarm.watch_failed] : alarm.alarm_name],
  )
}
