"""The tables that everybody reads: made up once, loaded once, and kept."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from laptop import rows
from laptop.stack import PROJECT

from .database import SCHEMA, Database

COLUMNS = """
(id, case_number, @date, block, iucr, primary_type, description, @location_description, @arrest, @domestic, beat,
 district, @ward, @community_area, fbi_code, @x_coordinate, @y_coordinate, year, @updated_on, @latitude, @longitude,
 @location)
"""
# chicago_like.py updates some rows before they occurred, which no gate passes.
FROM_GENERATOR = f"""{COLUMNS}
set date = @date, updated_on = greatest(@updated_on, @date), arrest = @arrest, domestic = @domestic,
    location_description = @location_description, ward = @ward, community_area = @community_area,
    x_coordinate = @x_coordinate, y_coordinate = @y_coordinate,
    latitude = @latitude, longitude = @longitude, location = @location
"""
FROM_EXPORT = f"""fields terminated by ',' optionally enclosed by '"' ignore 1 lines {COLUMNS}
set date = str_to_date(@date, '%m/%d/%Y %h:%i:%s %p'), updated_on = str_to_date(@updated_on, '%m/%d/%Y %h:%i:%s %p'),
    arrest = @arrest = 'true', domestic = @domestic = 'true', location_description = nullif(@location_description, ''),
    ward = nullif(@ward, ''), community_area = nullif(@community_area, ''),
    x_coordinate = nullif(@x_coordinate, ''), y_coordinate = nullif(@y_coordinate, ''),
    latitude = nullif(@latitude, ''), longitude = nullif(@longitude, ''), location = nullif(@location, '')
"""


@dataclass(frozen=True)
class Generator:
    """Where made-up rows come from, and how LOAD DATA reads them."""

    origin: str
    write: Callable[[Path, int], object]
    layout: str


def generator(python: Path) -> Generator:
    """The generator shared with other projects where there is one, else the laptop's."""
    shared = PROJECT.parent / "shared" / "bench" / "chicago_like.py"
    if not shared.exists():
        return Generator("laptop/rows.py", rows.write, FROM_EXPORT)

    def write(file: Path, count: int) -> None:
        subprocess.run([str(python), str(shared), str(count), str(file)], check=True)

    return Generator(shared.name, write, FROM_GENERATOR)


def table(count: int) -> str:
    return f"crimes_{count}"


def fill(database: Database, count: int, folder: Path, generator: Generator) -> str:
    """Loads the table unless it is there, reads it once, so that all of it is in memory, says where rows are from."""
    name = table(count)
    known = database.ask(
        f"select table_comment from information_schema.tables where table_schema = '{SCHEMA}' and table_name = '{name}'"
    )
    if known:
        database.ask(f"select avg(x_coordinate) from {name}")
        return known
    file = folder / f"{name}.rows"
    generator.write(file, count)
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {name}")
        cursor.execute(create_table(name))
        cursor.execute(f"load data local infile '{file}' into table {name} character set utf8mb4 {generator.layout}")
        cursor.execute(f"select count(*) from {name}")
        if cursor.fetchone() != (count,):
            raise RuntimeError(f"Cannot load {name}: not every row of the file arrived; see the columns' types")
        cursor.execute(f"alter table {name} comment '{generator.origin}'")  # only a table that is loaded whole has one
    file.unlink()
    return generator.origin


def create_table(name: str) -> str:
    """The pipeline's own table, under another name."""
    script = (PROJECT / "sql" / "chicago_crimes" / "source.sql").read_text()
    statement = re.search(r"create table if not exists crimes (\(.*?\) engine = innodb[^;]*);", script, re.DOTALL)
    return f"create table {name} {statement[1]}"
