"""A connection that does not wait for ever for a server that has fallen silent.

A dead server closes its connections. Behind a proxy that hangs, or a firewall that has forgotten a
connection, nothing is closed and nothing is said, and neither TCP nor the server's own time limits
help. Then the client needs patience of its own.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

_T = TypeVar("_T")

SUSPICIOUS_AFTER = timedelta(seconds=1.5)
"""Our statements take milliseconds. Whoever comes next had better open a new connection."""
GIVEN_UP_AFTER = timedelta(seconds=6)
"""A little more than a statement may take."""
_LOOK_EVERY_S = 0.1


class ImpatientConnection(psycopg.AsyncConnection[Any]):
    """Hangs up when the server has not answered for too long, which ends the wait with an error."""

    on_silence: Callable[[], None] | None = None
    """Called when an answer is suspiciously late."""

    async def wait(
        self,
        gen: PQGen[_T],
        interval: float = _LOOK_EVERY_S,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> _T:
        """As psycopg's, but for so long only."""
        if timeout is not None:  # whoever waits so has patience of their own
            return await super().wait(gen, interval=interval, timeout=timeout)
        loop = asyncio.get_running_loop()
        timers = [
            loop.call_later(SUSPICIOUS_AFTER.total_seconds(), self._suspect),
            loop.call_later(GIVEN_UP_AFTER.total_seconds(), self._hang_up),
        ]
        try:
            return await super().wait(gen, interval=interval, timeout=timeout)
        finally:
            for timer in timers:
                timer.cancel()

    def _suspect(self) -> None:
        if self.on_silence is not None:
            self.on_silence()

    def _hang_up(self) -> None:
        """Whoever waits for the socket reads its end. libpq keeps its own descriptor."""
        if self.closed:
            return
        with socket.socket(fileno=os.dup(self.pgconn.socket)) as line:
            line.shutdown(socket.SHUT_RDWR)
