"""Frames between a worker and its model process, over a socket pair of their own."""

import asyncio
import pickle
from collections.abc import Callable
from typing import Any, cast

_HEADER = 4


class Frames(asyncio.Protocol):
    """Values, each behind its length. Pickled: both ends are ours and run the same code."""

    def __init__(self, received: Callable[[Any], None], ended: Callable[[], None]) -> None:
        self._received = received
        self._ended = ended
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's: what counts is that they can write.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= _HEADER:
            end = _HEADER + int.from_bytes(self._buffer[:_HEADER], "big")
            if len(self._buffer) < end:
                return
            frame = bytes(self._buffer[_HEADER:end])
            del self._buffer[:end]
            self._received(pickle.loads(frame))  # noqa: S301 - from our own child or parent

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        self._ended()

    def send(self, value: Any) -> None:
        """Nothing where the other end has gone: `ended` says so."""
        if self._transport is not None:
            frame = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
            self._transport.write(len(frame).to_bytes(_HEADER, "big") + frame)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
