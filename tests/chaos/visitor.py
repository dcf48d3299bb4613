"""One customer of a run: says their lines, again and again until accepted, and listens."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

from domain.errors import DependencyRejected, DependencyUnavailable, RateLimited
from duralogue.chat_client import ChatClient, StreamEvent
from tests.chaos.scripts import After, Line, Scripted

_T = TypeVar("_T")

TENANT = "acme"
PATIENCE_S = 45.0
_PAUSE_S = 0.5


@dataclass
class Said:
    """One message as its sender knows it, in seconds of the loop's clock."""

    message_id: str
    text: str
    first_sent: float
    accepted: float | None = None
    attempts: int = 0
    put_off: int = 0
    """How often the gateway could not take it, or did not answer in time."""
    refused: str | None = None
    """Why the gateway will not have it."""
    answered: float | None = None
    """When the bot first said something to it."""
    given_up: float | None = None
    """When its sender went on without an answer."""


@dataclass(frozen=True)
class Doors:
    """Two clients of the gateway: short of patience for what is said, long for what is heard."""

    saying: httpx.AsyncClient
    listening: httpx.AsyncClient


@dataclass
class Visitor:
    scripted: Scripted
    doors: Doors
    said: dict[str, Said] = field(default_factory=dict)
    heard: list[StreamEvent] = field(default_factory=list)
    impatient: list[str] = field(default_factory=list)
    """What they had waited for in vain when they went on."""
    chat: ChatClient | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def conversation_id(self) -> str:
        return self.own_chat().visit.conversation_id

    def own_chat(self) -> ChatClient:
        if self.chat is None:
            raise LookupError("this visitor has not come in yet")
        return self.chat

    async def enter(self) -> None:
        if self.chat is None:
            self.chat = await until_done(lambda: ChatClient.begin(self.doors.saying, TENANT))

    async def talk(self) -> None:
        """Say every line. Returns when all of them were accepted."""
        await self.enter()
        listening = asyncio.create_task(self._listen())
        late: list[asyncio.Task[None]] = []
        try:
            for number, line in enumerate(self.scripted.lines):
                before = self.scripted.lines[number - 1] if number else None
                await self._wait_for(line.after, before)
                await asyncio.sleep(line.think_s)
                if line.late_s:
                    late.append(asyncio.create_task(self._say(line)))
                else:
                    await self._say(line)
            await asyncio.gather(*late)
            await self._wait_for(After.ANSWER, self.scripted.lines[-1])
        finally:
            listening.cancel()
            await asyncio.gather(listening, *late, return_exceptions=True)

    async def catch_up(self, last_seq: int) -> None:
        """Take the stream up where it was left, until that event has been seen."""
        if self.last_seen >= last_seq:
            return
        async with asyncio.timeout(PATIENCE_S):
            chat = ChatClient(self.doors.listening, self.own_chat().visit)
            async for event in chat.events(self.last_seen):
                self.heard.append(event)
                if event.seq >= last_seq:
                    return

    @property
    def last_seen(self) -> int:
        return self.heard[-1].seq if self.heard else 0

    async def _say(self, line: Line) -> None:
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(line.late_s)
        said = self.said[line.message_id] = Said(line.message_id, line.text, clock())
        try:
            await self._post(said)
        except DependencyRejected as refusal:
            said.refused = str(refusal)
            return
        said.accepted = clock()
        if line.again_after_s is not None:
            await asyncio.sleep(line.again_after_s)
            await self._post(said)

    async def _post(self, said: Said) -> None:
        async def post() -> str:
            said.attempts += 1
            try:
                return await self.own_chat().say(said.text, message_id=said.message_id)
            except DependencyUnavailable:
                said.put_off += 1
                raise

        await until_done(post)

    async def _listen(self) -> None:
        chat = ChatClient(self.doors.listening, self.own_chat().visit)
        while True:
            with suppress(RateLimited):
                async for event in chat.events(self.last_seen):
                    async with self._changed:
                        self.heard.append(event)
                        self._note_answer(event)
                        self._changed.notify_all()
            await asyncio.sleep(_PAUSE_S)

    def _note_answer(self, event: StreamEvent) -> None:
        said = self.said.get(event.data.get("in_reply_to") or "")
        if said is not None and said.answered is None and event.data.get("role") == "bot":
            said.answered = asyncio.get_running_loop().time()

    async def _wait_for(self, what: After, before: Line | None) -> None:
        if what is After.NOTHING or before is None:
            return
        said = self.said.get(before.message_id)
        if said is not None and said.refused is not None:
            return
        matches = _matcher(what, before)
        try:
            async with asyncio.timeout(PATIENCE_S), self._changed:
                await self._changed.wait_for(lambda: any(matches(e) for e in self.heard))
        except TimeoutError:
            self.impatient.append(f"{self.scripted.kind} {what}")
            if said is not None and what is After.ANSWER:
                said.given_up = asyncio.get_running_loop().time()


def _matcher(what: After, before: Line) -> Callable[[StreamEvent], bool]:
    match what:
        case After.CLAIMED | After.RETURNED:
            return lambda e: e.kind == "handoff" and e.data["status"] == what
        case After.AGENT:
            return lambda e: e.data.get("role") == "human_agent"
        case _:
            return lambda e: (
                e.data.get("role") == "bot" and e.data.get("in_reply_to") == before.message_id
            )


async def until_done(ask: Callable[[], Awaitable[_T]]) -> _T:
    """Ask, and ask again while the gateway cannot, or has not answered in time."""
    while True:
        try:
            return await ask()
        except DependencyUnavailable:
            await asyncio.sleep(_PAUSE_S)
        except RateLimited as refusal:
            await asyncio.sleep(refusal.retry_after.total_seconds())
