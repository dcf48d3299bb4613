"""Questions of several conversations, embedded by one request.

Vendors count requests, and a request for one question takes as long as one for twenty. So whoever
asks waits a few milliseconds for others, and what has come together goes out at once.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import BudgetExceeded, DependencyError, DependencyUnavailable
from domain.ports import Embedder, Vector

WAITS = timedelta(milliseconds=5)
MOST_TEXTS = 48
"""Of one request; Cohere allows 96."""


@dataclass(eq=False)
class _Asked:
    """One call, which waits for its vectors."""

    texts: list[str]
    vectors: "asyncio.Future[list[Vector]]"


class BatchingEmbedder:
    """Implements `domain.ports.Embedder` around another one. Belongs to one event loop.

    Documents are embedded in portions of their own, past this.
    """

    def __init__(
        self, embedder: Embedder, *, waits: timedelta = WAITS, most_texts: int = MOST_TEXTS
    ) -> None:
        self._embedder = embedder
        self._waits_s = waits.total_seconds()
        self._most_texts = most_texts
        self._waiting: list[_Asked] = []
        self._timer: asyncio.TimerHandle | None = None
        self._running: set[asyncio.Task[None]] = set()

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Whoever gives up harms no other: the request goes on for them."""
        if not texts:
            return []
        if len(texts) >= self._most_texts:
            return await self._embedder.embed(texts)
        loop = asyncio.get_running_loop()
        asked = _Asked(list(texts), loop.create_future())
        if self._size() + len(texts) > self._most_texts:
            self._send()
        self._waiting.append(asked)
        if self._size() == self._most_texts:
            self._send()
        elif self._timer is None:
            self._timer = loop.call_later(self._waits_s, self._send)
        return await asked.vectors

    def _size(self) -> int:
        return sum(len(one.texts) for one in self._waiting)

    def _send(self) -> None:
        """What waits goes out, without those who have given up meanwhile."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        together = [one for one in self._waiting if not one.vectors.done()]
        self._waiting = []
        if together:
            task = asyncio.get_running_loop().create_task(self._embed(together))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _embed(self, together: list[_Asked]) -> None:
        try:
            await self._embed_together(together)
        finally:
            # A worker that stops, or a fault of our own: nobody waits for ever.
            for one in together:
                if not one.vectors.done():
                    one.vectors.set_exception(
                        DependencyUnavailable("the request for embeddings was given up")
                    )

    async def _embed_together(self, together: list[_Asked]) -> None:
        if len(together) == 1:
            await self._embed_alone(together[0])
            return
        try:
            vectors = await self._embedder.embed([text for one in together for text in one.texts])
        except DependencyUnavailable as error:
            # The server is, and not a text: asked for each alone it would only be down more often.
            _fail(together, error)
        except (DependencyError, BudgetExceeded):
            # One text may be to blame, and the others are not to suffer for it. So many requests
            # would have gone out in any case.
            await asyncio.gather(*(self._embed_alone(one) for one in together))
        else:
            place = 0
            for one in together:
                _settle(one, vectors[place : place + len(one.texts)])
                place += len(one.texts)

    async def _embed_alone(self, one: _Asked) -> None:
        if one.vectors.done():
            return
        try:
            vectors = await self._embedder.embed(one.texts)
        except (DependencyError, BudgetExceeded) as error:
            if not one.vectors.done():
                one.vectors.set_exception(error)
        else:
            _settle(one, vectors)


def _fail(together: Sequence[_Asked], error: DependencyUnavailable) -> None:
    for one in together:
        if not one.vectors.done():
            # One of each: an error that is raised to several grows with every one of them.
            again = DependencyUnavailable(str(error), retry_after=error.retry_after)
            one.vectors.set_exception(again)


def _settle(one: _Asked, vectors: list[Vector]) -> None:
    if not one.vectors.done():
        one.vectors.set_result(vectors)
