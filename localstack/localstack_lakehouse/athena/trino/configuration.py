"""Trino's configuration files, and its command line: one node, on loopback, with Athena's catalogue and no other."""

import os
from pathlib import Path

from localstack_lakehouse.athena.trino.installation import Installation

LOOPBACK = "127.0.0.1"
MEMORY = "1500M"
JVM = f"""
-Xmx{MEMORY} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError
-XX:ReservedCodeCacheSize=256M -XX:-OmitStackTraceInFastThrow -Djdk.attach.allowAttachSelf=true
-Djdk.nio.maxCachedBufferSize=2000000 -Duser.timezone=UTC -Dfile.encoding=UTF-8
--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
"""
NODE = """
coordinator=true
node-scheduler.include-coordinator=true
node.environment=local
node.id=athena
node.bind-ip={loopback}
node.internal-address={loopback}
http-server.http.port={port}
discovery.uri=http://{loopback}:{port}
plugin.dir={home}/plugin
catalog.config-dir={folder}/etc/catalog
access-control.config-files={folder}/etc/access-control.properties
query.max-memory=1GB
query.max-memory-per-node=600MB
memory.heap-headroom-per-node=300MB
query.min-expire-age=10s
web-ui.enabled=false
"""
CATALOG = """
connector.name=hive
hive.metastore=glue
hive.metastore.glue.region={AWS_REGION}
hive.metastore.glue.endpoint-url={AWS_ENDPOINT_URL}
hive.metastore.glue.aws-access-key={AWS_ACCESS_KEY_ID}
hive.metastore.glue.aws-secret-key={AWS_SECRET_ACCESS_KEY}
fs.native-s3.enabled=true
s3.region={AWS_REGION}
s3.endpoint={AWS_ENDPOINT_URL}
s3.path-style-access=true
s3.aws-access-key={AWS_ACCESS_KEY_ID}
s3.aws-secret-key={AWS_SECRET_ACCESS_KEY}
hive.non-managed-table-writes-enabled=true
hive.partition-projection-enabled=true
"""
# Trino's own catalogue `system` tells about the server; Athena has no such thing.
ACCESS_CONTROL = "access-control.name=file\nsecurity.config-file={folder}/etc/rules.json\n"
RULES = """{"tables": [
  {"catalog": "system", "privileges": []},
  {"privileges": ["SELECT", "INSERT", "DELETE", "UPDATE", "OWNERSHIP", "GRANT_SELECT"]}
]}
"""


def write(folder: Path, installation: Installation, port: int, credentials: dict[str, str]) -> None:
    words = credentials | {"folder": str(folder), "home": str(installation.home), "port": port, "loopback": LOOPBACK}
    files = {
        "config.properties": NODE.format(**words),
        "catalog/awsdatacatalog.properties": CATALOG.format(**words),
        "access-control.properties": ACCESS_CONTROL.format(**words),
        "rules.json": RULES,
        "log.properties": "io.trino=WARN\nio.airlift=WARN\n",
    }
    for name, text in files.items():
        file = folder / "etc" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(text.lstrip())


def command(folder: Path, installation: Installation) -> list[str]:
    settings = [f"-Dconfig={folder}/etc/config.properties", f"-Dlog.levels-file={folder}/etc/log.properties"]
    classes = ["-cp", f"{installation.home}/lib/*"]
    return [str(installation.java), *JVM.split(), *settings, *classes, "io.trino.server.TrinoServer"]


def environment(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
