"""How this function says that something cannot be done: what it raises ends in a log, so it never holds a secret."""


class Problem(Exception):
    """A sentence "Cannot <verb> <thing>: <rule>; <what to do>"."""
