"""Progress of a starting stack, in a terminal or in a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class ConsoleNarrator:
    """A spinner and a tick for each step; plain lines where there is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def working_on(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        if self._console.is_terminal:
            with self._console.status(f"starting {what}"):
                yield
        else:
            self.say(f"  starting {what} …")
            yield
        self.say(f"  started {what} ({time.monotonic() - began:.1f} s)")
