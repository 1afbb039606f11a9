"""Small Parquet tables in Glue and on S3, as an ETL job would leave them."""

from pathlib import Path

import duckdb

COLUMNS = {
    "id": "bigint",
    "kind": "string",
    "arrest": "boolean",
    "at": "timestamp",
    "latitude": "double",
    "amount": "decimal(10,2)",
    "day": "date",
}
ROWS = """
select range as id,
  case range % 3 when 0 then 'THEFT' when 1 then 'BATTERY' end as kind,
  range % 2 = 0 as arrest,
  timestamp '2016-01-0{day} 01:02:03.456789' + interval (range) minute as at,
  41.5 + range / 8 as latitude,
  cast(range / 3 as decimal(10, 2)) as amount,
  date '2016-01-0{day}' as day
from range({count})
"""


def storage(location: str, columns: dict[str, str]) -> dict:
    return {
        "Columns": [{"Name": name, "Type": kind} for name, kind in columns.items()],
        "Location": location,
        "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
    }


def table(name: str, location: str, columns: dict[str, str], keys: tuple[str, ...] = ()) -> dict:
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
        "StorageDescriptor": storage(location, columns),
    }


def put_parquet(s3, bucket: str, key: str, query: str, folder: Path) -> None:
    file = folder / "rows.parquet"
    duckdb.sql(f"copy ({query}) to '{file}' (format parquet)")
    s3.upload_file(str(file), bucket, key)


def create_crimes(client, bucket: str, folder: Path) -> None:
    """Ten rows on the first day, twenty on the second; the third day has files but no partition."""
    glue, s3 = client("glue"), client("s3")
    glue.create_database(DatabaseInput={"Name": "crime_data"})
    root = f"s3://{bucket}/crime_data/crimes"
    glue.create_table(DatabaseName="crime_data", TableInput=table("crimes", root, COLUMNS, ("y", "m", "d")))
    for day in (1, 2, 3):
        place = f"crime_data/crimes/y=2016/m=01/d=0{day}/run=1"
        put_parquet(s3, bucket, f"{place}/part-0.parquet", ROWS.format(day=day, count=10 * day), folder)
        for hidden in ("_SUCCESS", ".part-0.parquet.crc", "_temporary/0/part-1.parquet"):
            s3.put_object(Bucket=bucket, Key=f"{place}/{hidden}", Body=b"not parquet")
        if day < 3:
            values = ["2016", "01", f"0{day}"]
            partition = {"Values": values, "StorageDescriptor": storage(f"s3://{bucket}/{place}", COLUMNS)}
            glue.create_partition(DatabaseName="crime_data", TableName="crimes", PartitionInput=partition)
    latest = f"s3://{bucket}/crime_data/crimes/y=2016/m=01/d=02/run=1/"
    glue.create_table(DatabaseName="crime_data", TableInput=table("crimes_latest", latest, COLUMNS))
