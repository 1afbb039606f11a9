#!/usr/bin/env bash
# Bootstrap action of the cluster: install.sh s3://<artifacts>
# Makes sure, before any step begins, that this node can run the job: Java, room to work, and a whole jar. Beside that it
# has an archive of Spark's classes made, which lets a step start sooner; no step waits for it or needs it.
set -euo pipefail

fail() {
    echo "Cannot prepare this node: $1; $2" >&2
    exit 1
}

artifacts=${1:-}
[[ $artifacts == s3://* ]] || fail "the artifacts' place is missing" "give it as the only argument, s3://bucket"

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p') || true
[[ ${version:-0} -ge 17 ]] || fail "Java 17 is needed and ${version:-none} is here" "choose an EMR release whose Java is 17"

# Spark keeps shuffle and spill files here; less than this and a full table ends in 'No space left on device'.
room_gib=$(($(df --output=avail -k "${TMPDIR:-/tmp}" | tail -n 1) / 1024 / 1024))
[[ $room_gib -ge 2 ]] || fail "only $room_gib GiB are free in ${TMPDIR:-/tmp}" "give the node at least 2 GiB"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for file in daylake.jar daylake.jar.sha256; do
    aws s3 cp --only-show-errors "${artifacts%/}/$file" "$folder/$file" ||
        fail "$artifacts/$file cannot be read" "deploy the artifacts and let the node's role read them"
done
(cd "$folder" && sha256sum --check --quiet daylake.jar.sha256) ||
    fail "$artifacts/daylake.jar is not the file its checksum was made of" "deploy the artifacts again"

# Spark's commands compose their class path from these; EMR has them where they are by default.
home=${SPARK_HOME:-/usr/lib/spark}
conf=${SPARK_CONF_DIR:-/etc/spark/conf}
archive=$HOME/daylake-classes.jsa

# EMR installs Spark only after its bootstrap actions.
await_spark() {
    for ((waited = 0; waited < 900; waited += 5)); do
        [[ -e $conf/spark-defaults.conf && -x $home/bin/spark-submit ]] && return
        sleep 5
    done
    echo "Spark did not come"
    return 1
}

# A JVM archives no class that comes from behind a folder on the class path, where Spark has its configuration's first:
# all jars, in the order they had, are put before all folders.
jars_first() {
    local before jars='' folders=''
    before=$(sed -nE 's/^spark\.driver\.extraClassPath[[:space:]=]+//p' "$conf/spark-defaults.conf" | tail -n 1)
    local IFS=:
    set -f
    for entry in $before; do
        if [[ -d $entry ]]; then folders+=:$entry; else jars+=$entry:; fi
    done
    echo "$jars$home/jars/*$folders"
}

archive_classes() {
    trap 'rm -rf "$rehearsal"' EXIT
    await_spark
    if grep -qs SharedArchiveFile "$conf"/spark-{defaults.conf,env.sh}; then
        echo "There is an archive already"
        return
    fi
    class_path=$(jars_first)
    SPARK_SUBMIT_OPTS="-XX:ArchiveClassesAtExit=$rehearsal/classes.jsa" "$home/bin/spark-submit" --master 'local[1]' \
        --deploy-mode client --driver-class-path "$class_path" --conf spark.dynamicAllocation.enabled=false \
        --class io.daylake.Rehearsal "$rehearsal/daylake.jar" "$rehearsal/rows"
    mv "$rehearsal/classes.jsa" "$archive"
    # The last of several lines counts.
    echo "spark.driver.extraClassPath $class_path" | as_owner "$conf/spark-defaults.conf"
    # A JVM that cannot use the archive goes on without it.
    # shellcheck disable=SC2016  # the variable is for the file's reader
    echo 'export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} -XX:SharedArchiveFile='"$archive"' -Xlog:cds=off -Xlog:cds+dynamic=off"' |
        as_owner "$conf/spark-env.sh"
}

as_owner() {
    if [[ -w $1 || ! -e $1 && -w $(dirname "$1") ]]; then tee -a "$1"; else sudo tee -a "$1"; fi
}

rehearsal=$(mktemp -d)
cp "$folder/daylake.jar" "$rehearsal"
archive_classes >"$HOME/daylake-classes.log" 2>&1 </dev/null &

echo "This node is ready: Java $version, $room_gib GiB free, daylake.jar $(cut -c1-12 "$folder/daylake.jar.sha256")"
