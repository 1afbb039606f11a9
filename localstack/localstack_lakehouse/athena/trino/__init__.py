"""Trino, the engine that Athena is, as a process of its own for whoever asks, over the same Glue and S3."""
