"""Jobs of the model process."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from domain.bot.model import Bot

_REMEMBERED = 2_000


@dataclass
class Job:
    """One question to the process, until it is answered."""

    kind: str
    arguments: Callable[[set[str]], tuple[Any, ...]]
    """Called with the names of what the process has been given already."""
    suspect: bytes
    """What it would be the fault of, if it never ended: the same text, asked again, is the same."""
    key: bytes
    """Jobs of the same key are one: who asks again while it is under way waits for its answer."""
    budget: timedelta
    bot: Bot | None = None
    """The revision that the process must have been given before."""
    about: Mapping[str, str] = field(default_factory=dict)
    """For the log: ids, never words."""
    number: int = 0
    is_sent: bool = False
    misses: int = 0
    alone: bool = False
    """It was there when the process died of nobody knows what: not beside others like it again."""
    answered: "asyncio.Future[Any]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    context: Context = field(default_factory=copy_context)


def fingerprint(*parts: object) -> bytes:
    """So that no customer's text stays in memory."""
    said = "\x00".join(map(str, parts))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Blame:
    """How often the process has died of something. It is tried twice, or once where it used up
    its time: the second try would, too."""

    MOST = 2

    def __init__(self) -> None:
        self._deaths: OrderedDict[bytes, int] = OrderedDict()

    def add(self, suspect: bytes, deaths: int) -> None:
        self._deaths[suspect] = self._deaths.pop(suspect, 0) + deaths
        while len(self._deaths) > _REMEMBERED:
            self._deaths.popitem(last=False)

    def falls_on(self, suspect: bytes) -> bool:
        return self._deaths.get(suspect, 0) >= self.MOST

    def clear(self, suspect: bytes) -> None:
        """It has come to its end after all."""
        self._deaths.pop(suspect, None)
