terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Region, credentials and endpoint come from the environment, as for every AWS client.
provider "aws" {
  s3_use_path_style = true

  default_tags {
    tags = merge(var.tags, { application = "daylake" })
  }
}
