"""Shared memory in which the model process shows its current job, visible even while it is stuck.

A page of memory that both processes have: a message could not be sent from within a pattern that
never ends.
"""

import mmap
import os
import struct
import tempfile
import time
from dataclasses import dataclass
from typing import Self

_LAYOUT = struct.Struct("=QQqqq")
_ALIVE = struct.Struct("=q")
_ALIVE_AT = _LAYOUT.size


@dataclass(frozen=True)
class Entry:
    """One uninterrupted piece of a job's work; times in nanoseconds."""

    job: int
    """0 between two pieces."""
    piece: int
    used_before: int
    """CPU that the job's earlier pieces took."""
    thread_cpu: int
    """The event loop's thread had used so much when this piece began …"""
    began: int
    """… at this moment of the monotonic clock, which all processes share."""


class Board:
    """A page of memory on which the process shows what it works on, read by its parent."""

    def __init__(self, descriptor: int) -> None:
        self._page = mmap.mmap(descriptor, mmap.PAGESIZE)
        self._piece = 0

    @classmethod
    def made(cls) -> tuple[Self, int]:
        """A new one, and the descriptor by which a child has it too; the caller closes it."""
        with tempfile.TemporaryFile() as file:
            file.truncate(mmap.PAGESIZE)
            descriptor = os.dup(file.fileno())
        return cls(descriptor), descriptor

    def begin(self, job: int, used_before: int, thread_cpu: int) -> None:
        self._piece += 1
        _LAYOUT.pack_into(
            self._page, 0, job, self._piece, used_before, thread_cpu, time.monotonic_ns()
        )

    def end(self) -> None:
        _LAYOUT.pack_into(self._page, 0, 0, self._piece, 0, 0, 0)

    def show_life(self) -> None:
        _ALIVE.pack_into(self._page, _ALIVE_AT, time.monotonic_ns())

    def read(self) -> Entry:
        return Entry(*_LAYOUT.unpack_from(self._page, 0))

    def last_sign_of_life(self) -> int:
        """0 before the first."""
        alive: tuple[int] = _ALIVE.unpack_from(self._page, _ALIVE_AT)
        return alive[0]
