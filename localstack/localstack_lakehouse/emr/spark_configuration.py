"""The files and the environment by which every Spark process of a cluster finds the master, S3 and its folders."""

import os
from pathlib import Path

from localstack_lakehouse.emr.spark import LOOPBACK, WorkerSize
from localstack_lakehouse.endpoint import tools

COMMITTERS = {
    # S3A's magic committer: files become visible at once when the job commits. Without the factory for the scheme s3
    # Spark would silently fall back to copying files.
    "spark.hadoop.fs.s3a.committer.name": "magic",
    "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3": "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory",
    "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a": "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory",
    "spark.sql.sources.commitProtocolClass": "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
    "spark.sql.parquet.output.committer.class": "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter",
}
S3_IS_S3A = {
    "spark.hadoop.fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
    "spark.hadoop.fs.AbstractFileSystem.s3.impl": "org.apache.hadoop.fs.s3a.S3A",
    "spark.hadoop.fs.s3a.path.style.access": "true",
    "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
}
AS_EMR_DOES = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.initialExecutors": "1",
}
# Daily jobs on small data end before the optimising compiler pays: without it they need half the processor time.
START_QUICKLY = "-XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
QUIET = """\
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex
logger.master.name = org.apache.spark.deploy.master.Master
logger.master.level = info
logger.worker.name = org.apache.spark.deploy.worker.Worker
logger.worker.level = info
logger.native.name = org.apache.hadoop.util.NativeCodeLoader
logger.native.level = error
logger.host.name = org.apache.spark.util.Utils
logger.host.level = error
logger.metrics.name = org.apache.hadoop.metrics2
logger.metrics.level = error
"""


def class_archive(spark_home: str | Path) -> str:
    """The JVM option for the archive that `archive-classes` writes; a JVM that cannot use it goes on without."""
    archive = Path(spark_home, "classes.jsa")
    return f"-XX:SharedArchiveFile={archive} -Xlog:disable -Xlog:all=error:stderr" if archive.exists() else ""


def defaults(folder: Path, spark_home: Path, endpoint: str, size: WorkerSize) -> dict[str, str]:
    """spark-defaults.conf but for the master, which is known only once it runs."""
    temporary = folder / "tmp"
    java = f"-Djava.io.tmpdir={temporary} {START_QUICKLY} {class_archive(spark_home)}"
    return {
        "spark.submit.deployMode": "client",
        "spark.driver.memory": "1g",
        "spark.executor.memory": size.memory,
        "spark.executor.cores": str(size.cores),
        "spark.driver.defaultJavaOptions": java,
        "spark.executor.defaultJavaOptions": java,
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.hadoop.hadoop.tmp.dir": str(temporary / "hadoop"),
        "spark.hadoop.fs.s3a.endpoint": endpoint,
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        **AS_EMR_DOES,
        **S3_IS_S3A,
        **COMMITTERS,
    }


def write(configuration: Path, settings: dict[str, str]) -> None:
    configuration.mkdir(exist_ok=True)
    (configuration / "log4j2.properties").write_text(QUIET)
    (configuration / "spark-defaults.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))


def environment(folder: Path, spark_home: Path | None, credentials: dict[str, str]) -> dict[str, str]:
    """All that a bootstrap action, a step, a daemon or an executor sees; nothing of LocalStack's own environment."""
    java_home = os.environ.get("JAVA_HOME")
    path = [tools(), "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    values = {
        "HOME": str(folder / "home"),
        "USER": "hadoop",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": str(folder / "tmp"),
        **credentials,
    }
    if java_home:
        path.insert(0, f"{java_home}/bin")
        values["JAVA_HOME"] = java_home
    if spark_home:
        path.insert(0, f"{spark_home}/bin")
        values |= {
            "SPARK_HOME": str(spark_home),
            "SPARK_CONF_DIR": str(folder / "conf"),
            "LOG4J_CONFIGURATION_FILE": str(folder / "conf" / "log4j2.properties"),
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_LOCAL_DIRS": str(folder / "tmp"),
            "SPARK_SCALA_VERSION": "2.13",
        }
    return values | {"PATH": ":".join(path)}
