"""Measures `daylake ingest` beside other ways to bring a table of MySQL into Parquet files."""
