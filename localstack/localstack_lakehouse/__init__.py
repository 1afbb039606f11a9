"""Glue, EMR, Athena and RDS that really execute, for LocalStack community."""
