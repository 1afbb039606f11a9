"""The Lambda functions, each a folder that becomes a zip (build.py)."""
