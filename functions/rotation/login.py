"""Who logs in where: what a secret says about a database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from problem import Problem

ENGINES = ("mysql", "mariadb")
TEXTS = ("host", "dbname", "username", "password")


@dataclass(frozen=True)
class Login:
    """`secret` names the one that holds the password; `ca` is where the authorities of the server's TLS are."""

    secret: str
    host: str
    port: int
    database: str | None
    user: str
    password: str = field(repr=False)
    ca: str | None

    @staticmethod
    def of(secret: str, value: dict) -> Login:
        """All that is wrong with the secret is named at once; its values are not."""
        bad = [key for key in TEXTS if not isinstance(value.get(key), str) or not value[key]]
        if not str(value.get("port", "")).isdigit():
            bad.append("port")
        if value.get("engine", "mysql") not in ENGINES:
            bad.append(f"an engine of {' or '.join(ENGINES)}")
        if bad:
            raise Problem(f"Cannot use secret '{secret}': it lacks {', '.join(bad)}; correct it, or rotate it")
        return Login(
            secret=secret,
            host=value["host"],
            port=int(value["port"]),
            database=value["dbname"],
            user=value["username"],
            password=value["password"],
            ca=value.get("ssl_ca"),
        )

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def of_administrator(self, secret: str, value: dict) -> Login:
        """The same server, as the user of a secret such as RDS manages: {"username", "password"}."""
        if missing := [key for key in ("username", "password") if not value.get(key)]:
            raise Problem(f"Cannot use secret '{secret}': it lacks {', '.join(missing)}; name another in masterarn")
        return replace(self, secret=secret, database=None, user=value["username"], password=value["password"])
