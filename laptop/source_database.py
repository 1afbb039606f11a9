"""The source database of the laptop, as its administrator."""

from urllib.parse import unquote, urlsplit

import pymysql


def connect(url: str, **options) -> pymysql.connections.Connection:
    """A connection to mysql://user:password@host:port/schema, committing each statement."""
    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.lstrip("/") or None,
        autocommit=True,
        connect_timeout=5,
        **options,
    )


def drop_user(url: str, user: str) -> None:
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("drop user if exists %s@'%%'", (user,))


def rows_of_origin(url: str, table: str, first_made_up_id: int) -> tuple[int, int]:
    """How many rows the source has: (real, made up by the generator); (0, 0) where the table is not there yet."""
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from information_schema.tables where table_schema = database() and table_name = %s",
            (table,),
        )
        if cursor.fetchone() == (0,):
            return 0, 0
        cursor.execute(
            f"select coalesce(sum(id < %s), 0), coalesce(sum(id >= %s), 0) from `{table}`", (first_made_up_id,) * 2
        )
        real, made_up = cursor.fetchone()
        return int(real), int(made_up)


def drop_made_up_rows(url: str, table: str, first_made_up_id: int) -> int:
    """Removes the generator's rows before real ones come; returns how many."""
    with connect(url) as connection, connection.cursor() as cursor:
        return cursor.execute(f"delete from `{table}` where id >= %s", (first_made_up_id,))
