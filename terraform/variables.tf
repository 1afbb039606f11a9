variable "bucket_suffix" {
  description = "Appended to the names of the four buckets, which have to be unique in the world: \"-acme\" makes daylake-lake-acme."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(-[a-z0-9]{1,20})*$", var.bucket_suffix))
    error_message = "Cannot use bucket_suffix: it is not like \"-acme\"; begin with a hyphen and use lower-case letters and digits."
  }
}

variable "tags" {
  description = "Tags of everything, besides application = daylake."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.tags), "application")
    error_message = "Cannot use tags: application is set to daylake here; leave it out."
  }
}

variable "alert_emails" {
  description = "Who is told about late, failed, missing and leaked runs. Each has to confirm an e-mail from AWS."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "Cannot use alert_emails: one is no e-mail address; write them as name@example.com."
  }
}

variable "vpc_cidr" {
  description = "Addresses of the VPC; two private subnets of a quarter each are cut from it."
  type        = string
  default     = "10.40.0.0/20"

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 2, 1)) && try(tonumber(split("/", var.vpc_cidr)[1]) <= 24, false)
    error_message = "Cannot use vpc_cidr: it is not an IPv4 range of at least 256 addresses; write it as 10.40.0.0/20."
  }
}

variable "existing_mysql" {
  description = "A MySQL server you have already, in place of a new RDS instance. The route from the VPC to it (a peering, say) is yours to make. master_secret_arn names a secret {\"username\", \"password\"} of a user who may create users."
  type = object({
    host              = string
    port              = optional(number, 3306)
    master_secret_arn = string
  })
  default = null

  validation {
    condition     = var.existing_mysql == null || can(regex("^arn:[a-z-]+:secretsmanager:", var.existing_mysql.master_secret_arn))
    error_message = "Cannot use existing_mysql: master_secret_arn is not the ARN of a secret; give that of an administrator's."
  }
}

variable "mysql_ca_file" {
  description = "PEM file of the authorities that sign the MySQL server's certificate; for RDS the bundle of your region, which AWS publishes. Null only for an existing server without TLS."
  type        = string
  default     = null

  validation {
    condition     = var.mysql_ca_file != null || var.existing_mysql != null
    error_message = "Cannot use RDS without mysql_ca_file: connections are verified against it; download your region's bundle (docs/deploy.md says where)."
  }

  validation {
    condition     = var.mysql_ca_file == null || try(strcontains(file(var.mysql_ca_file), "BEGIN CERTIFICATE"), false)
    error_message = "Cannot use mysql_ca_file: there is no PEM certificate in such a file; give the path of a .pem file."
  }
}

variable "mysql_instance_class" {
  description = "Size of the RDS instance."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = startswith(var.mysql_instance_class, "db.")
    error_message = "Cannot use mysql_instance_class: RDS's classes begin with db.; write it as db.t4g.medium."
  }
}

variable "protect" {
  description = "Whether the database and the data in the buckets are kept from terraform destroy. Set it to false, apply, and only then destroy."
  type        = bool
  default     = true
}

variable "emr" {
  description = "The cluster of a run: instance type of all nodes, core nodes beside the master, minutes idle until it ends itself."
  type = object({
    instance_type = optional(string, "m5.xlarge")
    core_nodes    = optional(number, 1)
    idle_minutes  = optional(number, 10)
  })
  default = {}

  validation {
    condition     = var.emr.core_nodes >= 0 && var.emr.core_nodes == floor(var.emr.core_nodes) && var.emr.idle_minutes >= 1
    error_message = "Cannot use emr: core_nodes is a whole number from 0, idle_minutes at least 1; correct them."
  }
}

variable "airflow" {
  description = "The MWAA environment; null where you keep an Airflow of your own, which then assumes the role of output airflow_role."
  type = object({
    class       = optional(string, "mw1.small")
    max_workers = optional(number, 2)
  })
  default = {}

  validation {
    condition     = var.airflow == null || startswith(try(var.airflow.class, ""), "mw1.")
    error_message = "Cannot use airflow: MWAA's classes begin with mw1.; write class as mw1.small."
  }
}

variable "quicksight_user" {
  description = "Name of the QuickSight user (\"default\" namespace) who owns data source, data set and analysis; null leaves QuickSight out."
  type        = string
  default     = null

  validation {
    condition     = var.quicksight_user == null || try(length(var.quicksight_user) > 0, false)
    error_message = "Cannot use quicksight_user: it is empty; give a user's name, or null for no QuickSight."
  }
}

variable "athena_bytes_limit" {
  description = "Bytes a single query may scan before Athena cancels it; at least 10 MB."
  type        = number
  default     = 10000000000

  validation {
    condition     = var.athena_bytes_limit >= 10000000
    error_message = "Cannot use athena_bytes_limit: Athena takes no less than 10000000 (10 MB); give more."
  }
}

variable "monthly_budget" {
  description = "US dollars a month, of everything tagged application = daylake; a message goes out at 80 % and when the forecast passes it."
  type        = number
  default     = 700

  validation {
    condition     = var.monthly_budget > 0
    error_message = "Cannot use monthly_budget: it is not above zero; docs/cost.md adds up what is to be expected."
  }
}

variable "keep_days" {
  description = "Days until logs, Athena's results and outcome objects expire. Published data never does: the job's retention removes it."
  type        = number
  default     = 90

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365], var.keep_days)
    error_message = "Cannot use keep_days: CloudWatch keeps logs for 7, 14, 30, 60, 90, 180 or 365 days; choose one."
  }
}
