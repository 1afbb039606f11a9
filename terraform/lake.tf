# The database is Terraform's; the tables in it are the job's, which makes and changes them as the source does, and the
# views are the DAG's. Terraform never touches either.
resource "aws_glue_catalog_database" "this" {
  name        = local.names.glue_database
  description = "Daylake's tables; each is written by its pipeline's run only"
}

resource "aws_athena_workgroup" "this" {
  name          = local.names.athena_workgroup
  description   = "Queries on Daylake's tables"
  force_destroy = !var.protect

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = var.athena_bytes_limit

    engine_version {
      selected_engine_version = "Athena engine version 3"
    }

    result_configuration {
      output_location = "s3://${local.buckets.athena_results}/"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}

# The views as people find them in Athena's console; each run brings them up to date.
resource "aws_athena_named_query" "view" {
  for_each = fileset("${path.module}/../sql", "*/views/*.sql")

  name        = trimsuffix(basename(each.key), ".sql")
  description = "View of pipeline ${dirname(dirname(each.key))}"
  workgroup   = aws_athena_workgroup.this.id
  database    = aws_glue_catalog_database.this.name
  query       = file("${path.module}/../sql/${each.key}")
}
