"""Who is measured: the limit, other tools, Spark's own source, and `daylake ingest`."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dags.daylake.spark import submit_options
from laptop import environment
from laptop.environment import MARIADB
from laptop.stack import TOOLS

from .database import SCHEMA, USER, Database
from .lake import BUCKET, SECRET
from .rows import table
from .spark_submit import CORES, Spark

HERE = Path(__file__).parent
DEBIAN = TOOLS / "bench" / "debian"
PYTHON = TOOLS / "venv" / "bench" / "bin" / "python"


@dataclass(frozen=True)
class Task:
    """What one run has to do, and with what."""

    database: Database
    count: int
    out: Path
    spark: Spark | None
    pipeline: Path | None

    @property
    def table(self) -> str:
        return table(self.count)

    def variables(self, out: str) -> dict[str, str]:
        return {
            "BENCH_HOST": "127.0.0.1",
            "BENCH_PORT": str(self.database.port),
            "BENCH_SCHEMA": SCHEMA,
            "BENCH_USER": USER,
            "BENCH_PASSWORD": self.database.password,
            "BENCH_TABLE": self.table,
            "BENCH_OUT": out,
        }


@dataclass(frozen=True)
class Peer:
    """One contestant. Of a warm one only the last of its reads in one session counts; Spark's may start prepared."""

    name: str
    what: str
    command: Callable[[Task], list[str]]
    in_lake: bool = False
    reads: int = 1
    writes: bool = True
    prepared: bool = True

    @property
    def warm(self) -> bool:
        return self.reads > 1

    def environment(self, task: Task) -> dict[str, str]:
        if self.in_lake:
            spark = task.spark.prepared if self.prepared else task.spark.environment
            return spark | task.variables(f"s3://{BUCKET}/bench")
        return environment.base() | task.variables(str(task.out)) | {"MYSQL_PWD": task.database.password}


class Absent(Exception):
    """A tool that is not on this machine."""


def python(script: str) -> Callable[[Task], list[str]]:
    return lambda task: [str(PYTHON), str(HERE / "peers" / script)]


def drain(task: Task) -> list[str]:
    where = ["--protocol=tcp", "--host=127.0.0.1", f"--port={task.database.port}", f"--user={USER}", SCHEMA]
    client = [str(MARIADB / "bin" / "mariadb"), "--no-defaults", "--quick", "--batch", *where]
    return ["sh", "-c", '"$@" > /dev/null', "sh", *client, f"--execute=select * from {task.table}"]


def mydumper(task: Task) -> list[str]:
    """With the libraries that were unpacked beside it; its client library takes the password from MYSQL_PWD."""
    program = shutil.which("mydumper", path=f"{DEBIAN / 'usr' / 'bin'}:{os.environ['PATH']}")
    if program is None:
        raise Absent("mydumper is not here; install Debian's package and run again")
    where = ["--host=127.0.0.1", f"--port={task.database.port}", f"--user={USER}"]
    what = [f"--database={SCHEMA}", f"--tables-list={task.table}", f"--outputdir={task.out}", "--compress"]
    libraries = ":".join(str(folder / "lib" / "x86_64-linux-gnu") for folder in (DEBIAN, DEBIAN / "usr"))
    return ["env", f"LD_LIBRARY_PATH={libraries}", program, *where, *what, "--rows=250000", f"--threads={CORES}"]


def spark_jdbc(settings: str, reads: int) -> Callable[[Task], list[str]]:
    # The naive way holds the whole result in memory: it gets what it would ask for, so that it can be measured.
    options = {"naive": ("--driver-memory", "12g"), "best": submit_options("curate")}[settings]
    return lambda task: task.spark.submit(
        "SparkJdbc",
        task.spark.jars / "bench.jar",
        *(settings, str(reads)),
        more=sorted(task.spark.jars.glob("mysql-connector-j-*.jar")),
        options=options,
    )


def ingest(task: Task) -> list[str]:
    arguments = [*ingest_arguments(task), "--run", "bench"]
    return task.spark.submit("io.daylake.Main", task.spark.daylake, *arguments, options=submit_options("ingest"))


def ingest_twice(task: Task) -> list[str]:
    jar, options = task.spark.jars / "bench.jar", submit_options("ingest")
    arguments = ingest_arguments(task)
    return task.spark.submit("io.daylake.IngestTwice", jar, *arguments, more=[task.spark.daylake], options=options)


def ingest_by_count(task: Task) -> list[str]:
    """The same pipeline, comparing the number of rows only."""
    copy = task.pipeline.with_name(f"{task.pipeline.name}_by_count")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(task.pipeline, copy)
    facts = (copy / "pipeline.toml").read_text()
    (copy / "pipeline.toml").write_text(facts.replace("[source]", "[source]\nchecksums = false"))
    return ingest(replace(task, pipeline=copy))


def ingest_arguments(task: Task) -> list[str]:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    return ["ingest", "--day", yesterday, "--pipeline", str(task.pipeline), "--lake", f"s3://{BUCKET}"]


def pipeline(folder: Path, count: int) -> Path:
    """The product's own pipeline, reading this table."""
    from laptop.load import PIPELINE

    copy = folder / f"crimes_{count}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(PIPELINE, copy)
    facts = (copy / "pipeline.toml").read_text()
    facts = facts.replace("daylake/chicago_crimes/reader", SECRET).replace('"crimes"', f'"{table(count)}"')
    (copy / "pipeline.toml").write_text(facts)
    return copy


PEERS = [
    Peer("drain", "mariadb --quick --batch > /dev/null: the limit", drain, writes=False),
    Peer("connectorx", "connectorx → pyarrow", python("connectorx_pyarrow.py")),
    Peer("polars", "polars read_database_uri → write_parquet", python("polars_uri.py")),
    Peer("duckdb", "DuckDB's MySQL extension → copy", python("duckdb_mysql.py")),
    Peer("dlt", "dlt sql_table by connectorx → filesystem", python("dlt_connectorx.py")),
    Peer("mydumper", "mydumper, compressed SQL", mydumper),
    Peer("spark-naive", "Spark JDBC as it comes: one connection", spark_jdbc("naive", 1), in_lake=True, prepared=False),
    Peer("spark-best", "Spark JDBC, best settings", spark_jdbc("best", 1), in_lake=True),
    Peer("spark-best-warm", "… second read of a session", spark_jdbc("best", 2), in_lake=True, reads=2),
    Peer("daylake", "daylake ingest", ingest, in_lake=True),
    Peer("daylake-count", "… comparing counts, not checksums", ingest_by_count, in_lake=True),
    Peer("daylake-warm", "… second ingest of a session", ingest_twice, in_lake=True, reads=2),
]
