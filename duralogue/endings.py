"""Endings of commands: a person's mistake is a line on stderr, never a traceback."""

import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn

from domain.errors import ConfigurationError, DuralogueError

_MISTAKE: Final = 2
_FAILURE: Final = 1


def told(command: Callable[[], object]) -> int:
    """Run it; returns the exit code."""
    try:
        command()
    except SystemExit as ended:  # how typer ends, having told of a wrong argument itself
        return ended.code if isinstance(ended.code, int) else 0
    except DuralogueError as error:
        for line in str(error).splitlines():
            sys.stderr.write(f"duralogue: {line}\n")
        return _MISTAKE if isinstance(error, ConfigurationError) else _FAILURE
    return 0


def leave(code: int) -> NoReturn:
    """Temporal's threads may abort a process that ends as Python does, so they get no chance."""
    if "temporalio" not in sys.modules:
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
