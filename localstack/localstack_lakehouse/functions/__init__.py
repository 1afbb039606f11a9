"""Lambda functions as processes of this machine: Python ones, without Docker."""
