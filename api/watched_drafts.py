"""Words on the way, for one person's desk: of answers in the conversations that they have open."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import ExitStack, asynccontextmanager

from api.desk_hearing import Heard
from api.drafts import DraftFollower, Drafts
from domain.desk.signals import AgentLooks, CustomerTypes
from domain.ports.desk_reads import SignalQueue

Aside = AgentLooks | CustomerTypes | DraftFollower


class WatchedDrafts:
    """Follows the drafts of what is open. A queue: signals come through it, and words between."""

    def __init__(self, drafts: Drafts, tenant_id: str, signals: SignalQueue) -> None:
        self._drafts = drafts
        self._tenant_id = tenant_id
        self._signals = signals
        self._rung: asyncio.Queue[DraftFollower] = asyncio.Queue()
        self._followed: dict[str, tuple[DraftFollower, ExitStack]] = {}
        self._waiting: dict[str, asyncio.Future[Aside]] = {}

    async def get(self) -> Aside:
        """A signal, or a draft that has more words, whichever is first."""
        for name, queue in (("signal", self._signals), ("words", self._rung)):
            if name not in self._waiting:
                self._waiting[name] = asyncio.ensure_future(queue.get())
        await asyncio.wait(self._waiting.values(), return_when=asyncio.FIRST_COMPLETED)
        name = next(name for name, one in self._waiting.items() if one.done())
        return self._waiting.pop(name).result()

    def look_at(self, conversations: Collection[str]) -> None:
        """These are open from now on, and no others."""
        for closed in self._followed.keys() - set(conversations):
            self._followed.pop(closed)[1].close()
        for opened in set(conversations) - self._followed.keys():
            stack, place = ExitStack(), (self._tenant_id, opened)
            follower = stack.enter_context(self._drafts.followed(place, self._rung, 0))
            self._followed[opened] = follower, stack

    def hear(self, follower: DraftFollower) -> Iterator[Heard]:
        """All of the words so far: a tab may have come to them in the middle."""
        for conversation, (known, _) in self._followed.items():
            if known is follower and (text := follower.whole()) is not None:
                yield Heard("words", {"conversation_id": conversation, "text": text})

    def close(self) -> None:
        self.look_at(())
        for waiting in self._waiting.values():
            waiting.cancel()


@asynccontextmanager
async def drafts_beside(
    signals: SignalQueue, drafts: Drafts, tenant_id: str
) -> AsyncIterator[WatchedDrafts]:
    """Nothing is followed any more once the block is left."""
    words = WatchedDrafts(drafts, tenant_id, signals)
    try:
        yield words
    finally:
        words.close()
