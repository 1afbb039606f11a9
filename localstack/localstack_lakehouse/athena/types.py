"""The same type in three languages: Hive's, which Glue stores; Trino's, which Athena shows; and DuckDB's."""

import re

HIVE_TO_TRINO = {
    "string": "varchar",
    "int": "integer",
    "binary": "varbinary",
    "float": "real",
}
DUCKDB_TO_TRINO = {
    "text": "varchar",
    "uuid": "varchar",
    "blob": "varbinary",
    "hugeint": "bigint",
    "uhugeint": "bigint",
    "ubigint": "bigint",
    "uinteger": "bigint",
    "usmallint": "integer",
    "utinyint": "smallint",
    "float": "real",
    "timestamp_ms": "timestamp",
    "timestamp_s": "timestamp",
    "timestamp_ns": "timestamp",
    '"null"': "varchar",
    "null": "varchar",
}
TRINO_TO_HIVE = {"integer": "int", "real": "float", "varbinary": "binary", "json": "string"}
TRINO_TO_DUCKDB = {"real": "float", "varbinary": "blob"}
PRECISION = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19, "real": 17, "double": 17, "timestamp": 3}
NAMED = re.compile(r"^\"?(\w+)\"? (.+)$")


def hive_to_trino(hive: str) -> str:
    hive = hive.strip().lower()
    if hive.startswith("array<"):
        return f"array({hive_to_trino(inside(hive))})"
    if hive.startswith("map<"):
        return "map({})".format(", ".join(hive_to_trino(part) for part in split(inside(hive))))
    if hive.startswith("struct<"):
        fields = (part.split(":", 1) for part in split(inside(hive)))
        return "row({})".format(", ".join(f"{name.strip()} {hive_to_trino(kind)}" for name, kind in fields))
    if hive.startswith(("varchar", "char")):
        return "varchar"
    if hive == "decimal":
        return "decimal(10,0)"
    return HIVE_TO_TRINO.get(hive, hive)


def trino_to_hive(trino: str) -> str:
    if trino.startswith("array("):
        return f"array<{trino_to_hive(inside(trino))}>"
    if trino.startswith("map("):
        return "map<{}>".format(",".join(trino_to_hive(part) for part in split(inside(trino))))
    if trino.startswith("row("):
        fields = (NAMED.match(part).groups() for part in split(inside(trino)))
        return "struct<{}>".format(",".join(f"{name}:{trino_to_hive(kind)}" for name, kind in fields))
    return "string" if trino.startswith("varchar") else TRINO_TO_HIVE.get(trino, trino)


def trino_to_duckdb(trino: str) -> str:
    if trino.startswith("array("):
        return f"{trino_to_duckdb(inside(trino))}[]"
    if trino.startswith("map("):
        return "map({})".format(", ".join(trino_to_duckdb(part) for part in split(inside(trino))))
    if trino.startswith("row("):
        fields = (NAMED.match(part).groups() for part in split(inside(trino)))
        return "struct({})".format(", ".join(f'"{name}" {trino_to_duckdb(kind)}' for name, kind in fields))
    return TRINO_TO_DUCKDB.get(trino, trino)


def duckdb_to_trino(duckdb: str) -> str:
    duckdb = duckdb.strip().lower()
    if duckdb.endswith("[]"):
        return f"array({duckdb_to_trino(duckdb[:-2])})"
    if duckdb.startswith("map("):
        return "map({})".format(", ".join(duckdb_to_trino(part) for part in split(inside(duckdb))))
    if duckdb.startswith("struct("):
        fields = (NAMED.match(part).groups() for part in split(inside(duckdb)))
        return "row({})".format(", ".join(f"{name} {duckdb_to_trino(kind)}" for name, kind in fields))
    return DUCKDB_TO_TRINO.get(duckdb, duckdb)


def shown(trino: str) -> str:
    """The type's name in a result's column information: without what is inside, and with Athena's own `float`."""
    name = trino.split("(", maxsplit=1)[0]
    return {"real": "float"}.get(name, name)


def column_info(name: str, trino: str) -> dict:
    kind = shown(trino)
    precision, scale = PRECISION.get(trino, 0), 0
    if kind == "decimal":
        precision, scale = (int(number) for number in split(inside(trino)))
    elif kind == "varchar":
        precision = 2_147_483_647
    return {
        "CatalogName": "hive",
        "SchemaName": "",
        "TableName": "",
        "Name": name,
        "Label": name,
        "Type": kind,
        "Precision": precision,
        "Scale": scale,
        "Nullable": "UNKNOWN",
        "CaseSensitive": kind == "varchar",
    }


def inside(text: str) -> str:
    """What the outermost brackets, round or pointed, hold."""
    start = min(place for place in (text.find("("), text.find("<")) if place >= 0)
    return text[start + 1 : -1]


def split(text: str) -> list[str]:
    """The parts between the commas that no bracket holds."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "(<") - (letter in ")>")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
