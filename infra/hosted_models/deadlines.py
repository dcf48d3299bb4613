"""Deadlines of a call to a model: the first word, the pause between two, and the whole."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TypeVar

import httpx

from domain.errors import DependencyUnavailable

_DRAIN_S = 0.1
_T = TypeVar("_T")
_MOST_CHUNKS = 200_000
"""Of one stream: more than any answer has, and fewer than a flood."""
_LAST_WORDS_S = 2.0
"""How long to wait for the count of tokens once the answer is complete."""


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """In seconds. Keep-alive comments count for none of them."""

    first_word_s: float = 20.0
    between_s: float = 10.0
    whole_s: float = 60.0
    call_s: float = 15.0
    """Of a call that answers in one piece: vectors, ranks, the list of models."""


class StreamClock:
    """The time of one stream. Begin it as the request goes out.

    The SDKs' own time-outs are for each read from the network, which a server that sends a
    comment every second meets for ever.
    """

    def __init__(self, vendor: str, deadlines: Deadlines) -> None:
        self._vendor = vendor
        self._deadlines = deadlines
        self._now = asyncio.get_running_loop().time
        self._begun = self._now()
        self._has_spoken = False
        self._is_complete = False

    def heard(self, *, has_spoken: bool, is_complete: bool = False) -> None:
        """What is known after a chunk: once a word has come, pauses count; once the answer is
        whole, only the count of tokens may follow, and nobody waits long for it."""
        self._has_spoken, self._is_complete = has_spoken, is_complete

    async def paced(self, chunks: AsyncGenerator[_T]) -> AsyncGenerator[_T]:
        """Each chunk in its time. Raise DependencyUnavailable for one that is late.

        Close it: the call ends then, and not when somebody collects garbage.
        """
        async with aclosing(chunks):
            for _ in range(_MOST_CHUNKS):
                left, missed = self._patience()
                try:
                    # Around the wait alone: over the yield it would strike whoever reads us.
                    async with asyncio.timeout(left):
                        chunk = await anext(chunks)
                except StopAsyncIteration:
                    return
                except TimeoutError:
                    if self._is_complete:
                        return
                    raise DependencyUnavailable(f"{self._vendor} {missed}") from None
                yield chunk
        raise DependencyUnavailable(f"{self._vendor} sent events without end")

    async def drain(self, chunks: AsyncGenerator[_T]) -> None:
        """Read what follows the end, such as [DONE], so that the connection is used again: a new
        one costs a handshake before the next answer's first word. Not for long, and no matter how
        it goes: the answer is whole."""
        self._is_complete = True
        with suppress(TimeoutError, DependencyUnavailable, httpx.HTTPError):
            async with asyncio.timeout(_DRAIN_S):
                async for _ in chunks:
                    pass

    def _patience(self) -> tuple[float, str]:
        limits = self._deadlines
        spent = self._now() - self._begun
        whole = limits.whole_s - spent
        if self._is_complete:
            return min(_LAST_WORDS_S, whole), ""
        if not self._has_spoken:
            left, missed = (
                limits.first_word_s - spent,
                f"sent no word within {limits.first_word_s:g} s",
            )
        else:
            left, missed = limits.between_s, f"fell silent for {limits.between_s:g} s"
        if whole < left:
            return max(whole, 0), f"did not finish within {limits.whole_s:g} s"
        return max(left, 0), missed


async def within(call: Awaitable[_T], *, vendor: str, deadlines: Deadlines) -> _T:
    """The answer to a call that is no stream."""
    try:
        async with asyncio.timeout(deadlines.call_s):
            return await call
    except TimeoutError:
        raise DependencyUnavailable(
            f"{vendor} did not answer within {deadlines.call_s:g} s"
        ) from None
