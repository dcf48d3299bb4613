"""HTTP as uvicorn speaks it, with an end to patience."""

import asyncio
from typing import Any, ClassVar, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from infra.serving.gate import ConnectionGate

_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)


class BoundedProtocol(H11Protocol):
    """A connection is at work while a request is answered, for as long as that takes.

    At all other times a clock runs: for the head of a request that has begun, and for the rest of
    a body that was answered before it had arrived. Bytes that trickle do not set it back.
    """

    gate: ClassVar[ConnectionGate]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._swallowed = 0
        self._is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.gate.let_in(self, self.client[0] if self.client else ""):
            self._watch()
        else:
            self._is_refused = True
            transport.write(_BUSY)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.gate.left(self)
        self._stop_clock()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused or self.transport.is_closing():
            return
        was_answered = self._is_answered()
        super().data_received(data)
        if was_answered and self._is_answered():
            self._swallowed += len(data)
            if self._swallowed > self.gate.bounds.most_swallowed:
                self._give_up("body_too_long")
        self._watch()

    def on_response_complete(self) -> None:
        self._swallowed = 0
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(
                self.gate.bounds.stalled_seconds, self._give_up, "answer_not_fetched"
            )

    def resume_writing(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def drop(self) -> None:
        self.transport.abort()

    def _is_answered(self) -> bool:
        """While the rest of its request is still on the way."""
        return (
            self.cycle is not None
            and self.cycle.response_complete
            and self.conn.their_state is h11.SEND_BODY
        )

    def _watch(self) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_clock()
            self.gate.at_work(self)
            return
        self.gate.idle(self)
        is_kept_alive = self.timeout_keep_alive_task is not None and not self._is_answered()
        if self._deadline is None and not is_kept_alive:
            self._deadline = self.loop.call_later(
                self.gate.bounds.head_seconds, self._give_up, "request_too_slow"
            )

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self, why: str) -> None:
        if not self.transport.is_closing():
            self.gate.note(why)
        self.transport.abort()


def bounded_protocol(gate: ConnectionGate) -> type[BoundedProtocol]:
    """Uvicorn makes its protocols from a class, so each server has its own."""
    return type("GatedProtocol", (BoundedProtocol,), {"gate": gate})
