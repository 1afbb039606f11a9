"""The MySQL or MariaDB server: logging in, and making a user."""

import ssl

import pymysql
from pymysql.connections import Connection
from pymysql.constants import CR, ER

import tls
from login import Login
from problem import Problem

HOST_NAME_MISMATCH, ADDRESS_MISMATCH = 62, 64  # OpenSSL's numbers; Python has no names for them


def connect(login: Login) -> Connection:
    """A connection that commits each statement."""
    trusted = tls.context(login.ca) if login.ca else None
    try:
        return pymysql.connect(
            host=login.host,
            port=login.port,
            user=login.user,
            password=login.password,
            database=login.database,
            ssl=trusted,
            connect_timeout=10,
            read_timeout=20,
            write_timeout=20,
            autocommit=True,
        )
    except (pymysql.MySQLError, RuntimeError) as error:
        raise Problem(f"Cannot connect to MySQL at {login.address}: {reason(error, login)}") from None


def reason(error: Exception, login: Login) -> str:
    """Why a login failed, and what to do."""
    original = getattr(error, "original_exception", error)
    if isinstance(original, ssl.SSLCertVerificationError):
        if original.verify_code in (HOST_NAME_MISMATCH, ADDRESS_MISMATCH):
            return "its certificate is for another host name; correct host in the secret, or see who answers there"
        return (
            f"its certificate does not verify by the authorities in {login.ca} ({original.verify_message}); "
            "put the server's authorities there, or see who answers there"
        )
    number = error.args[0] if error.args else None
    if number == CR.CR_SSL_CONNECTION_ERROR:
        return f"it offers no TLS, which ssl_ca in secret '{login.secret}' asks for; turn it on at the server"
    if number == ER.ACCESS_DENIED_ERROR:
        return f"it refuses user '{login.user}' with the password of secret '{login.secret}'; rotate or correct it"
    if number in (ER.DBACCESS_DENIED_ERROR, ER.BAD_DB_ERROR):
        return f"user '{login.user}' sees no database '{login.database}'; create it, or correct dbname in the secret"
    if isinstance(error, RuntimeError):
        return f"it offers no TLS, so it is told no password; turn it on, and give secret '{login.secret}' ssl_ca"
    return f"{error.args[-1] if error.args else error}; see that it runs and that this function reaches it"


def make_user(connection: Connection, login: Login, grants: list[str]) -> None:
    """Makes the user or changes its password, and grants it more; what it was granted by others stays."""
    with connection.cursor() as cursor:
        for change in ("create user if not exists", "alter user"):
            try:
                cursor.execute(f"{change} %s@'%%' identified by %s", (login.user, login.password))
            except pymysql.MySQLError as error:
                # Its number only: a server's message may quote the statement, and so the password.
                raise Problem(
                    f"Cannot {change.split()[0]} user '{login.user}': MySQL at {login.address} answers error "
                    f"{error.args[0]}; let the administrator of masterarn create users"
                ) from None
        for grant in grants:
            try:
                cursor.execute(grant)
            except pymysql.MySQLError as error:
                raise Problem(
                    f"Cannot grant rights to user '{login.user}': MySQL at {login.address} answers '{error.args[-1]}'; "
                    "let the administrator of masterarn grant them"
                ) from None


def version(connection: Connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select version()")
        return cursor.fetchone()[0]
