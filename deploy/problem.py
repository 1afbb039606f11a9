"""The one way in which our Python tools say that something cannot be done."""


class Problem(Exception):
    """A sentence "Cannot <verb> <thing>: <rule>; <what to do>" and the exit code that goes with it."""

    def __init__(self, sentence: str, exit_code: int = 1):
        super().__init__(sentence)
        self.exit_code = exit_code
