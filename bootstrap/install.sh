#!/usr/bin/env bash
# Bootstrap action of the cluster: install.sh s3://<artifacts>
# Makes sure, before any step begins, that this node can run the job: Java, room to work, and a whole jar. Running it
# again changes nothing: it writes only a temporary file, which it removes.
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

echo "This node is ready: Java $version, $room_gib GiB free, daylake.jar $(cut -c1-12 "$folder/daylake.jar.sha256")"
