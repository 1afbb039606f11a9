locals {
  # Versions only where something of worth could be overwritten or deleted; MWAA asks for them on its source.
  versioned = toset(["lake", "artifacts", "logs"])
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets

  bucket        = each.value
  force_destroy = !var.protect
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.versioned

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id
  policy = data.aws_iam_policy_document.tls_only[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

data "aws_iam_policy_document" "tls_only" {
  for_each = local.bucket_arn

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value, "${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  dynamic "rule" {
    for_each = contains(local.versioned, each.key) ? [1] : []

    content {
      id     = "what-was-overwritten-or-deleted"
      status = "Enabled"
      filter {}

      noncurrent_version_expiration {
        noncurrent_days = 30
      }
    }
  }

  # Outcomes are looked up while their run is young; receipts and data stay until the job's own retention.
  dynamic "rule" {
    for_each = each.key == "lake" ? [1] : []

    content {
      id     = "outcomes"
      status = "Enabled"

      filter {
        prefix = "_outcomes/"
      }

      expiration {
        days = var.keep_days
      }
    }
  }

  dynamic "rule" {
    for_each = contains(["logs", "athena_results"], each.key) ? [1] : []

    content {
      id     = "old"
      status = "Enabled"
      filter {}

      expiration {
        days = var.keep_days
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
