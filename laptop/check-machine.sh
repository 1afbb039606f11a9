#!/usr/bin/env bash
# Says at once, in one sentence each, what this machine lacks for `make deps`; exit 2 if anything.
set -euo pipefail
problems=()

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    problems+=("Cannot use $python: Python 3.11 or newer is needed; install it, or give its name as PYTHON=python3.11")
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    problems+=("Cannot make a Python environment: the venv module is missing; install python3-venv")
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
version=$("$javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p') || true
if [[ $version != 17 && $version != 21 ]] || ! "$java" -version >/dev/null 2>&1; then
    problems+=("Cannot build and run Spark: JDK 17 is needed, found ${version:-none}; install openjdk-17-jdk-headless, or set JAVA_HOME to one")
fi

command -v mvn >/dev/null || problems+=("Cannot build: Maven is missing; install maven")
[[ $(uname -sm) == "Linux x86_64" ]] ||
    problems+=("Cannot run the databases: their binaries are for Linux on x86_64, this is $(uname -sm); use the compose file in localstack/")

if ((${#problems[@]})); then
    printf '%s\n' "${problems[@]}" >&2
    exit 2
fi
