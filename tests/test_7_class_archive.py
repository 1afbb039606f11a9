"""What the bootstrap does beside itself: an archive of classes, made once Spark has come, which later JVMs then use."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.release import Release
from laptop import environment
from laptop.aws import client
from laptop.environment import SPARK
from laptop.names import NAMES
from laptop.stack import PROJECT


@pytest.fixture
def node(running, tmp_path) -> dict[str, str]:
    """The variables of a node whose Spark has not come yet."""
    kept = {"PATH": f"{Path(sys.executable).parent}:{environment.java_home()}/bin:{os.environ['PATH']}"}
    places = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "SPARK_CONF_DIR": str(tmp_path / "conf")}
    return kept | places | {"SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1"} | environment.aws(running)


@pytest.fixture
def artifacts(running) -> str:
    return Release.of_this_checkout().upload(client(running, "s3"), NAMES.artifacts_bucket)


def test_later_jvms_load_sparks_classes_from_the_archive(node, artifacts, tmp_path):
    begin = time.monotonic()
    subprocess.run([PROJECT / "bootstrap/install.sh", artifacts], env=node, check=True, timeout=60)
    assert time.monotonic() - begin < 30, "the bootstrap waits for nothing"

    spark_comes(tmp_path / "conf")
    wait_for(tmp_path / "conf" / "spark-env.sh", tmp_path / "daylake-classes.log")
    loaded = classes_loaded(node, tmp_path)

    archived = [line for line in loaded if "source: shared objects file (top)" in line]
    assert any("org.apache.spark.sql.classic.SparkSession " in line for line in archived)
    assert len(archived) > 5000, f"{len(archived)} of {len(loaded)}"


def spark_comes(conf: Path) -> None:
    conf.mkdir()
    (conf / "log4j2.properties").write_text("rootLogger.level = error\n")
    more = f"{conf}:{SPARK}/jars/slf4j-api-*.jar:{SPARK}/jars/zstd*"  # as EMR has jars and folders of its own
    settings = f"spark.master local[1]\nspark.ui.enabled false\nspark.driver.extraClassPath {more}\n"
    (conf / "spark-defaults.conf").write_text(settings)


def wait_for(file: Path, log: Path) -> None:
    for _ in range(600):
        if file.exists() and "SharedArchiveFile" in file.read_text():
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def classes_loaded(node: dict[str, str], folder: Path) -> list[str]:
    """By a step that knows nothing of the archive."""
    listed = folder / "loaded.txt"
    submit = [SPARK / "bin" / "spark-submit", "--driver-java-options", f"-Xlog:class+load:file={listed}"]
    jar = PROJECT / "spark-jobs" / "target" / "daylake.jar"
    program = ["--class", "io.daylake.Rehearsal", jar, folder / "again"]
    subprocess.run([*submit, *program], env=node, check=True, timeout=120)
    return listed.read_text().splitlines()
