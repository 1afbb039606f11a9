"""Bringing the jar, the SQL and the DAGs to an environment that Terraform made, and checking that environment."""
