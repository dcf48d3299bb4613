"""One model process, as the worker sees it: begun, watched, ended."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from infra.model_process.cpu import main_thread_cpu
from infra.model_process.frames import Frames
from infra.model_process.shared_memory import Board, Entry

_MS = 1_000_000
_PATIENCE = 10
"""Where CPU cannot be read, a tenth of the time that passes stands for it: machines are busy."""


class Child:
    """Its program gets the parent's pid and two descriptors: the connection and the board."""

    def __init__(self, process: asyncio.subprocess.Process, board: Board, page: int) -> None:
        self._process = process
        self._board = board
        self._page = page
        self._frames: Frames
        self.given: set[str] = set()
        """What it has been sent already and need not be sent again."""
        self.sentence: tuple[int, str] | None = None
        """The job for which it was ended, and why, where we ended it."""
        self.cpu_ms = 0

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        received: Callable[[Any], None],
        ended: Callable[[Self], None],
        *,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        board, page = Board.made()
        ours, theirs = socket.socketpair()
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                str(os.getpid()),
                str(theirs.fileno()),
                str(page),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=2,
                env=environment,
                pass_fds=(theirs.fileno(), page),
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        child = cls(process, board, page)
        child._frames = Frames(received, lambda: ended(child))
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: child._frames, sock=ours)
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_ready(self) -> bool:
        return self._board.last_sign_of_life() > 0

    def send(self, number: int, kind: str, arguments: tuple[Any, ...]) -> None:
        self._frames.send((number, kind, arguments))

    def at_work_on(self) -> int:
        """The job that holds it, or held it when it died; 0 for none."""
        return self._board.read().job

    def cpu_ms_of(self, job: int) -> int:
        """Of the job that holds it; 0 when another does, or none."""
        entry = self._board.read()
        return self._used(entry) // _MS if entry.job == job else 0

    def last_sign_of_life(self) -> int:
        return self._board.last_sign_of_life()

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None

    def kill(self, job: int, reason: str, cpu_ms: int) -> None:
        self.sentence = (job, reason)
        self.cpu_ms = cpu_ms
        self._signal_end()

    async def end(self, within: float) -> int:
        """Let it end by itself, as it does without a connection; else make it. Its exit status."""
        self._frames.close()
        try:
            async with asyncio.timeout(within):
                status = await self._process.wait()
        except TimeoutError:
            self._signal_end()
            status = await self._process.wait()
        if self._page >= 0:
            os.close(self._page)
            self._page = -1
        return status

    def _signal_end(self) -> None:
        if self.is_running:
            self._process.kill()

    def _used(self, entry: Entry) -> int:
        now = main_thread_cpu(self.pid)
        if now is None:
            return entry.used_before + (time.monotonic_ns() - entry.began) // _PATIENCE
        return entry.used_before + max(now - entry.thread_cpu, 0)
