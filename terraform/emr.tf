resource "aws_emr_security_configuration" "this" {
  name = "daylake"

  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = false
      EnableAtRestEncryption    = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.this.arn
          EnableEbsEncryption       = true
        }
      }
    }
    InstanceMetadataServiceConfiguration = {
      MinimumInstanceMetadataServiceVersion = 2
      HttpPutResponseHopLimit               = 1
    }
  })
}

# EMR's service: AWS's own policy, which is bound to the tag of our network, and the one role it may give to nodes.
resource "aws_iam_role" "emr_service" {
  name               = local.names.emr_service_role
  assume_role_policy = data.aws_iam_policy_document.emr_service_trust.json
}

data "aws_iam_policy_document" "emr_service_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["elasticmapreduce.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role_policy_attachment" "emr_service" {
  role       = aws_iam_role.emr_service.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2"
}

resource "aws_iam_role_policy" "emr_service" {
  name   = "nodes"
  role   = aws_iam_role.emr_service.id
  policy = data.aws_iam_policy_document.emr_service.json
}

data "aws_iam_policy_document" "emr_service" {
  statement {
    sid       = "GiveNodesTheirRole"
    actions   = ["iam:PassRole"]
    resources = ["${local.role_arn}/${local.names.emr_node_profile}"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ec2.amazonaws.com"]
    }
  }

  statement {
    sid       = "EncryptTheirDisks"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
    resources = ["${local.arn.kms}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [local.key_alias]
    }
  }

  statement {
    sid       = "LetEc2UseTheKeyForThem"
    actions   = ["kms:CreateGrant"]
    resources = ["${local.arn.kms}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [local.key_alias]
    }

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

# The nodes: what the Java job does.
resource "aws_iam_role" "emr_node" {
  name               = local.names.emr_node_profile
  assume_role_policy = data.aws_iam_policy_document.emr_node_trust.json
}

data "aws_iam_policy_document" "emr_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_instance_profile" "emr_node" {
  name = local.names.emr_node_profile
  role = aws_iam_role.emr_node.name
}

resource "aws_iam_role_policy" "emr_node" {
  name   = "job"
  role   = aws_iam_role.emr_node.id
  policy = data.aws_iam_policy_document.emr_node.json
}

data "aws_iam_policy_document" "emr_node" {
  statement {
    sid       = "ReadArtifacts"
    actions   = ["s3:GetObject"]
    resources = [for prefix in ["releases", "certs", "rows"] : "${local.bucket_arn.artifacts}/${prefix}/*"]
  }

  statement {
    sid       = "WriteTheLake"
    actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${local.bucket_arn.lake}/*"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${local.bucket_arn.logs}/emr/*"]
  }

  statement {
    sid       = "ListWhatIsThere"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [local.bucket_arn.artifacts, local.bucket_arn.lake, local.bucket_arn.logs]
  }

  statement {
    sid       = "LogInToMySql"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.secret_arn.reader, local.secret_arn.loader]
  }

  statement {
    sid = "KeepTables"
    actions = [
      "glue:CreatePartition", "glue:CreateTable", "glue:DeletePartition", "glue:GetDatabase", "glue:GetPartition",
      "glue:GetPartitions", "glue:GetTable", "glue:UpdatePartition", "glue:UpdateTable",
    ]
    resources = local.catalogue
  }

  statement {
    sid       = "UseEncryptedDisks"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
    resources = ["${local.arn.kms}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [local.key_alias]
    }
  }
}

locals {
  catalogue = [
    "${local.arn.glue}:catalog",
    "${local.arn.glue}:database/${local.names.glue_database}",
    "${local.arn.glue}:table/${local.names.glue_database}/*",
  ]
}
