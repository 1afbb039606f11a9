"""Where a peer reads and writes: from the environment, as passwords are no arguments."""

import os
from urllib.parse import quote

TABLE, OUT = os.environ["BENCH_TABLE"], os.environ["BENCH_OUT"]
HOST, PORT, SCHEMA = os.environ["BENCH_HOST"], os.environ["BENCH_PORT"], os.environ["BENCH_SCHEMA"]
USER, PASSWORD = os.environ["BENCH_USER"], os.environ["BENCH_PASSWORD"]
QUERY = f"select * from {TABLE}"
URL = f"mysql://{USER}:{quote(PASSWORD)}@{HOST}:{PORT}/{SCHEMA}"
CORES = len(os.sched_getaffinity(0))
