"""Athena that answers: sqlglot checks and translates its SQL, DuckDB runs it over the Glue catalogue and S3."""
