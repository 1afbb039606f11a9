locals {
  key_alias = "alias/daylake"
}

# For what AWS's own keys cannot do: EMR encrypts the disks of its nodes only with a key of ours, and CloudWatch writes
# to an encrypted topic only if it may use the key. Buckets, RDS and secrets have AWS's keys (docs/decisions/one-key.md).
resource "aws_kms_key" "this" {
  description             = "Daylake: EMR's disks and the alerts' topic"
  enable_key_rotation     = true
  deletion_window_in_days = var.protect ? 30 : 7
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "this" {
  name          = local.key_alias
  target_key_id = aws_kms_key.this.key_id
}

data "aws_iam_policy_document" "key" {
  # In a key's policy * is this key.
  statement {
    sid       = "TheAccountDecidesByItsOwnPolicies"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  statement {
    sid       = "AlarmsAndBudgetsReachTheTopic"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

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
