"""What is being done now, on a terminal as a live line, in a log as plain lines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Prints each step once it is done, with its seconds; remembers them all for the summary."""

    def __init__(self, console: Console):
        self.console = console
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """One step: a spinner on a terminal while it lasts, in a log a line when it begins; its seconds after."""
        begin = time.monotonic()
        if not self.console.is_terminal:
            self.console.print(f"… {what}", highlight=False)
        with self.console.status(what):
            yield
        self.seconds[what] = time.monotonic() - begin
        self.done(f"{what} [dim]{self.seconds[what]:.1f} s[/dim]")

    def done(self, what: str) -> None:
        self.console.print(f"[green]✓[/green] {what}", highlight=False)
