"""What is missing on a machine is said at once, all of it, a sentence each; and the node's own check of itself."""

import os
import subprocess

from laptop.environment import java_home
from laptop.stack import PROJECT


def script(path: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"JAVA_HOME": java_home()} | variables
    return subprocess.run([PROJECT / path, *arguments], env=environment, capture_output=True, text=True)


def test_a_machine_without_jdk_and_python_is_told_both():
    ended = script("laptop/check-machine.sh", JAVA_HOME="/nowhere", PYTHON="no-such-python")
    assert ended.returncode == 2
    assert "Cannot use no-such-python: Python 3.11 or newer is needed; install it" in ended.stderr
    assert "Cannot build and run Spark: JDK 17 is needed, found none; install openjdk-17-jdk-headless" in ended.stderr


def test_a_node_without_java_is_refused():
    ended = script("bootstrap/install.sh", "s3://anywhere", JAVA_HOME="/nowhere")
    assert ended.returncode == 1
    assert "Cannot prepare this node: Java 17 is needed and none is here; choose an EMR release" in ended.stderr


def test_a_node_that_is_told_no_artifacts_is_refused():
    ended = script("bootstrap/install.sh")
    assert ended.returncode == 1
    assert "Cannot prepare this node: the artifacts' place is missing; give it as the only argument" in ended.stderr
