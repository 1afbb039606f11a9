"""How Hive, and so Glue, names a table's file format: input, output, SerDe."""

HIVE = "org.apache.hadoop.hive"
LAZY = f"{HIVE}.serde2.lazy.LazySimpleSerDe"
TEXT = ("org.apache.hadoop.mapred.TextInputFormat", f"{HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat", LAZY)
FORMATS = {
    "PARQUET": tuple(
        f"{HIVE}.ql.io.parquet.{name}"
        for name in ("MapredParquetInputFormat", "MapredParquetOutputFormat", "serde.ParquetHiveSerDe")
    ),
    "ORC": tuple(f"{HIVE}.ql.io.orc.{name}" for name in ("OrcInputFormat", "OrcOutputFormat", "OrcSerde")),
    "TEXTFILE": TEXT,
}
