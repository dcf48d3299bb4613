"""One customer of a run: says their lines, again and again until accepted, and listens."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import httpx

from domain.channel_addresses import Channel
from domain.errors import DependencyRejected, DependencyUnavailable, RateLimited
from duralogue.chat_client import ChatClient, StreamEvent
from tests.chaos.channel_chats import NO_MESSAGE, ChannelChat
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
    accepted_at: float | None = None
    """The same by the wall's clock, in seconds since 1970."""
    attempts: int = 0
    put_off: int = 0
    """How often the gateway could not take it, or did not answer in time."""
    refused: str | None = None
    """Why the gateway will not have it."""
    answered: float | None = None
    """When the bot first said something to it."""
    given_up: float | None = None
    """When its sender went on without an answer."""


class Messenger(Protocol):
    """Whoever opens a chat on another channel than the web."""

    def chat(self, scripted: Scripted) -> ChannelChat: ...

    async def struck(self) -> Counter[str]: ...


@dataclass(frozen=True)
class Doors:
    """Two clients of the gateway: short of patience for what is said, long for what is heard."""

    saying: httpx.AsyncClient
    listening: httpx.AsyncClient
    messenger: Messenger | None = None
    """None: everybody is on the web."""


@dataclass
class Visitor:
    scripted: Scripted
    doors: Doors
    said: dict[str, Said] = field(default_factory=dict)
    heard: list[StreamEvent] = field(default_factory=list)
    impatient: list[str] = field(default_factory=list)
    """What they had waited for in vain when they went on."""
    chat: ChatClient | ChannelChat | None = None
    names: dict[str, str] = field(default_factory=dict)
    """The product's ids of the messages, by those of the lines."""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def messages(self) -> tuple[Said, ...]:
        """Without what is no message to the product, such as a word that opts out."""
        return tuple(s for s in self.said.values() if not s.message_id.startswith(NO_MESSAGE))

    @property
    def conversation_id(self) -> str:
        return self.own_chat().visit.conversation_id

    def own_chat(self) -> ChatClient | ChannelChat:
        if self.chat is None:
            raise LookupError("this visitor has not come in yet")
        return self.chat

    async def enter(self) -> None:
        if self.chat is None:
            self.chat = await self._begun()
            await self._name(self.scripted.lines[0])

    async def _name(self, line: Line) -> str:
        """On a channel its provider gives messages their ids."""
        if line.message_id not in self.names:
            chat = self.own_chat()
            name = await chat.prepare(line.text) if isinstance(chat, ChannelChat) else ""
            self.names[line.message_id] = name or line.message_id
        return self.names[line.message_id]

    async def _begun(self) -> ChatClient | ChannelChat:
        if self.scripted.channel is Channel.WEB or self.doors.messenger is None:
            return await until_done(lambda: ChatClient.begin(self.doors.saying, TENANT))
        return self.doors.messenger.chat(self.scripted)

    def _ear(self) -> ChatClient | ChannelChat:
        """The same conversation, with more patience."""
        chat = self.own_chat()
        return (
            ChatClient(self.doors.listening, chat.visit) if isinstance(chat, ChatClient) else chat
        )

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
            async for event in self._ear().events(self.last_seen):
                self.heard.append(event)
                if event.seq >= last_seq:
                    return

    @property
    def last_seen(self) -> int:
        return self.heard[-1].seq if self.heard else 0

    async def _say(self, line: Line) -> None:
        clock = asyncio.get_running_loop().time
        name = await self._name(line)
        await asyncio.sleep(line.late_s)
        said = self.said[name] = Said(name, line.text, clock())
        try:
            await self._post(said)
        except DependencyRejected as refusal:
            said.refused = str(refusal)
            return
        said.accepted, said.accepted_at = clock(), time.time()
        if line.again_after_s is not None:
            await asyncio.sleep(line.again_after_s)
            await self._post(said)
        if line.edited_after_s is not None:
            await asyncio.sleep(line.edited_after_s)
            await self._change(said)

    async def _change(self, said: Said) -> None:
        """They add a mark: whatever is read, the answer is the same."""
        chat = self.own_chat()
        if isinstance(chat, ChannelChat):
            await until_done(lambda: chat.change(said.message_id, f"{said.text} "))

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
        chat = self._ear()
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
        said = self.said.get(self.names.get(before.message_id, ""))
        if said is not None and said.refused is not None:
            return
        matches = _matcher(what, lambda: self.names.get(before.message_id, ""))
        try:
            async with asyncio.timeout(PATIENCE_S), self._changed:
                await self._changed.wait_for(lambda: any(matches(e) for e in self.heard))
        except TimeoutError:
            self.impatient.append(f"{self.scripted.kind} {what}")
            if said is not None and what is After.ANSWER:
                said.given_up = asyncio.get_running_loop().time()


def _matcher(what: After, before: Callable[[], str]) -> Callable[[StreamEvent], bool]:
    match what:
        case After.CLAIMED | After.RETURNED:
            return lambda e: e.kind == "handoff" and e.data["status"] == what
        case After.AGENT:
            return lambda e: e.data.get("role") == "human_agent"
        case _:
            return lambda e: e.data.get("role") == "bot" and e.data.get("in_reply_to") == before()


async def until_done(ask: Callable[[], Awaitable[_T]]) -> _T:
    """Ask, and ask again while the gateway cannot, or has not answered in time."""
    while True:
        try:
            return await ask()
        except DependencyUnavailable:
            await asyncio.sleep(_PAUSE_S)
        except RateLimited as refusal:
            await asyncio.sleep(refusal.retry_after.total_seconds())
