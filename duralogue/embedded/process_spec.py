"""Description of one part of the stack: its command, environment and readiness."""

import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from duralogue.embedded.os_user import Account


@dataclass(frozen=True)
class ProcessSpec:
    """One process of the stack, and how one knows that it is up."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    is_ready: Callable[[int], Awaitable[bool]]
    """Told the process id; asked again and again until it says yes."""
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: timedelta = timedelta(seconds=30)
    ready_within: timedelta = timedelta(seconds=180)
    start_attempts: int = 1
    """How often it may end before it is ready, until we give up."""
    orphan_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends it when the supervisor itself is killed."""


def describe_exit(code: int) -> str:
    """An exit code in words: `killed by SIGKILL`, `exit code 1`."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
