import polars
from source import CORES, OUT, QUERY, URL

rows = polars.read_database_uri(QUERY, URL, partition_on="id", partition_num=CORES)
rows.write_parquet(f"{OUT}/rows.parquet", compression="zstd")
