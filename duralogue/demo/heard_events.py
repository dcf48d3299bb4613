"""Events of a stream as somebody hears them, and waiting for one that matches."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from duralogue.chat_client import StreamEvent

_PATIENCE_S = 30.0


@dataclass
class HeardEvents:
    """What a stream has said so far."""

    heard: list[StreamEvent] = field(default_factory=list, kw_only=True)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition, kw_only=True)

    @property
    def last_seq(self) -> int:
        return self.heard[-1].seq if self.heard else 0

    async def hear(self, event: StreamEvent) -> None:
        async with self._changed:
            self.heard.append(event)
            self._changed.notify_all()

    async def hears(
        self,
        matches: Callable[[StreamEvent], bool],
        *,
        after: int = 0,
        within_s: float = _PATIENCE_S,
    ) -> StreamEvent:
        """The first event that matches, now or later; TimeoutError when none comes."""

        def found() -> StreamEvent | None:
            return next((e for e in self.heard if e.seq > after and matches(e)), None)

        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(lambda: found() is not None)
        event = found()
        if event is None:
            raise TimeoutError
        return event
