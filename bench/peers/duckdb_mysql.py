from importlib.resources import files

import duckdb
from source import HOST, OUT, PASSWORD, PORT, SCHEMA, TABLE, USER

extension = next(files("duckdb_extension_mysql_scanner").rglob("*.duckdb_extension"))
database = duckdb.connect()
database.execute(f"load '{extension}'")
database.execute(
    f"create secret (type mysql, host '{HOST}', port {PORT}, database '{SCHEMA}', user '{USER}', password '{PASSWORD}')"
)
database.execute("attach '' as source (type mysql, read_only)")
database.execute(f"copy source.{TABLE} to '{OUT}/rows.parquet' (format parquet, compression zstd)")
