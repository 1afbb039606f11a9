"""spark-submit as the local EMR's steps run it, but on threads of one JVM, so that one process tree is all of it."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from localstack_lakehouse.emr import spark_configuration
from localstack_lakehouse.emr.spark import WorkerSize

from laptop import environment
from laptop.environment import SPARK
from laptop.stack import Stack

HERE = Path(__file__).parent
CORES = 2


@dataclass(frozen=True)
class Spark:
    """A configuration folder, the environment of a step, and the jars of the peers that are Spark's."""

    environment: dict[str, str]
    jars: Path
    daylake: Path

    @property
    def prepared(self) -> dict[str, str]:
        """The environment of a node that has an archive of classes, as bootstrap/install.sh makes it."""
        return self.environment | {"SPARK_SUBMIT_OPTS": spark_configuration.class_archive(SPARK)}

    def submit(self, main: str, jar: Path, *arguments: str, more: list[Path] = (), options: Sequence[str] = ()):
        program = [str(SPARK / "bin" / "spark-submit"), "--class", main]
        jars = ["--jars", ",".join(str(each) for each in more)] if more else []
        return [*program, *options, *jars, str(jar), *arguments]


def prepare(folder: Path, stack: Stack, daylake: Path) -> Spark:
    """EMR's collector, and none of the local EMR's quick start, which is for small rehearsals."""
    for name in ("tmp", "conf", "home"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    size = WorkerSize(CORES, "2g")
    settings = spark_configuration.defaults(folder, SPARK, stack.aws_url, size) | {
        "spark.master": f"local[{CORES}]",
        "spark.driver.memory": "512m",
        "spark.driver.defaultJavaOptions": f"-Djava.io.tmpdir={folder / 'tmp'} -XX:+UseParallelGC",
        "spark.dynamicAllocation.enabled": "false",
    }
    spark_configuration.write(folder / "conf", settings)
    variables = spark_configuration.environment(folder, SPARK, environment.aws(stack))
    return Spark(variables | {"JAVA_HOME": environment.java_home()}, compiled(folder.parent, daylake), daylake)


def compiled(folder: Path, daylake: Path) -> Path:
    """A folder with bench.jar, the two programs of bench/spark, beside the driver that Maven put there."""
    jars, bin = folder / "jars", Path(environment.java_home()) / "bin"
    libraries = f"{SPARK}/jars/*:{daylake}"
    sources = [str(file) for file in sorted((HERE / "spark").glob("*.java"))]
    subprocess.run([str(bin / "javac"), "-cp", libraries, "-d", str(folder / "classes"), *sources], check=True)
    pack = [str(bin / "jar"), "--create", "--file", str(jars / "bench.jar"), "-C", str(folder / "classes"), "."]
    subprocess.run(pack, check=True)
    return jars
