# What each variable refuses. Plans only; they need AWS for no more than who asks and which zones there are.

run "bucket_suffix" {
  command = plan

  variables {
    bucket_suffix = "Acme_1"
  }

  expect_failures = [var.bucket_suffix]
}

run "tags" {
  command = plan

  variables {
    tags = { application = "other" }
  }

  expect_failures = [var.tags]
}

run "alert_emails" {
  command = plan

  variables {
    alert_emails = ["somebody"]
  }

  expect_failures = [var.alert_emails]
}

run "vpc_cidr_too_small" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0/25"
  }

  expect_failures = [var.vpc_cidr]
}

run "vpc_cidr_no_range" {
  command = plan

  variables {
    vpc_cidr = "ten"
  }

  expect_failures = [var.vpc_cidr]
}

run "existing_mysql" {
  command = plan

  variables {
    existing_mysql = { host = "10.0.0.5", master_secret_arn = "mine" }
  }

  expect_failures = [var.existing_mysql]
}

run "rds_without_authorities" {
  command = plan

  variables {
    mysql_ca_file = null
  }

  expect_failures = [var.mysql_ca_file]
}

run "authorities_that_are_none" {
  command = plan

  variables {
    mysql_ca_file = "versions.tf"
  }

  expect_failures = [var.mysql_ca_file]
}

run "mysql_instance_class" {
  command = plan

  variables {
    mysql_instance_class = "t4g.medium"
  }

  expect_failures = [var.mysql_instance_class]
}

run "emr" {
  command = plan

  variables {
    emr = { core_nodes = 1.5 }
  }

  expect_failures = [var.emr]
}

run "airflow" {
  command = plan

  variables {
    airflow = { class = "small" }
  }

  expect_failures = [var.airflow]
}

run "quicksight_user" {
  command = plan

  variables {
    quicksight_user = ""
  }

  expect_failures = [var.quicksight_user]
}

run "athena_bytes_limit" {
  command = plan

  variables {
    athena_bytes_limit = 1000
  }

  expect_failures = [var.athena_bytes_limit]
}

run "monthly_budget" {
  command = plan

  variables {
    monthly_budget = 0
  }

  expect_failures = [var.monthly_budget]
}

run "keep_days" {
  command = plan

  variables {
    keep_days = 31
  }

  expect_failures = [var.keep_days]
}

run "what_may_be_lost" {
  command = plan

  assert {
    condition     = aws_db_instance.this[0].deletion_protection && !aws_db_instance.this[0].skip_final_snapshot
    error_message = "A database is deleted without asking."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy])
    error_message = "A bucket is destroyed with what is in it."
  }
}

run "a_suffix_reaches_buckets_settings_and_policies" {
  command = plan

  variables {
    bucket_suffix = "-acme"
  }

  assert {
    condition     = output.lake_bucket == "daylake-lake-acme" && output.settings.lake == "s3://daylake-lake-acme"
    error_message = "The lake is called otherwise somewhere."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.emr_node.policy, "daylake-lake-acme/*")
    error_message = "The job may not write the lake that is made."
  }
}
