import os

os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "LOAD__DELETE_COMPLETED_JOBS": "true"}

import dlt  # noqa: E402
from dlt.destinations import filesystem  # noqa: E402
from dlt.sources.sql_database import sql_table  # noqa: E402
from source import OUT, TABLE, URL  # noqa: E402

rows = sql_table(
    credentials=URL.replace("mysql://", "mysql+pymysql://"),
    table=TABLE,
    backend="connectorx",
    backend_kwargs={"conn": URL, "return_type": "arrow"},
)
pipeline = dlt.pipeline(
    "bench", pipelines_dir=f"{OUT}/working", destination=filesystem(f"{OUT}/lake"), dataset_name="crime_data"
)
pipeline.run(rows, loader_file_format="parquet").raise_on_failed_jobs()
