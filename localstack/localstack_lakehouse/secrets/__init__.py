"""Secrets Manager whose rotation happens as on AWS; everything else is LocalStack's own."""
