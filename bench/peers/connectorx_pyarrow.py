import connectorx
import pyarrow.parquet
from source import CORES, OUT, QUERY, URL

table = connectorx.read_sql(URL, QUERY, return_type="arrow", partition_on="id", partition_num=CORES)
pyarrow.parquet.write_table(table, f"{OUT}/rows.parquet", compression="zstd")
