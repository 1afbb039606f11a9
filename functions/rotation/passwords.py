"""Passwords that need no quoting anywhere: in SQL, shells, addresses, JSON."""

import secrets
import string

KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_")
LENGTH = 40


def new_password() -> str:
    """At random, with a character of each kind, as a server's password policy may ask."""
    while True:
        password = "".join(secrets.choice("".join(KINDS)) for _ in range(LENGTH))
        if all(set(kind) & set(password) for kind in KINDS):
            return password
