"""The grants of a secret's user: `…/<pipeline>/<who>` has those of sql/<pipeline>/grants/<who>.sql."""

import re
from pathlib import Path

from login import Login
from problem import Problem

SQL = Path(__file__).parent / "sql"


def grants(secret: str, login: Login) -> list[str]:
    """The statements for this user and this database."""
    pipeline, who = ["", *secret.split("/")][-2:]
    file = SQL / pipeline / "grants" / f"{who}.sql"
    if not file.is_file():
        raise Problem(
            f"Cannot rotate secret '{secret}': there is no sql/{pipeline}/grants/{who}.sql; "
            "write it and deploy this function again, or name the secret …/<pipeline>/<who>"
        )
    text = re.sub(r"--.*", "", file.read_text())
    meant = {"database": schema(login.database), "user": account(login.user)}
    text = re.sub(r":(database|user)\b", lambda placeholder: meant[placeholder[1]], text)
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def schema(name: str) -> str:
    """In a grant _ and % stand for any characters: `chicago_crimes` would open `chicago2crimes` too."""
    return "`" + re.sub(r"([_%\\])", r"\\\1", name).replace("`", "``") + "`"


def account(user: str) -> str:
    return "`" + user.replace("`", "``") + "`@`%`"
