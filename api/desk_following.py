"""One desk's stream: events and signals for its person, while they are signed in."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, cast

import structlog

from api.authentication import AskAgain
from api.desk_hearing import DeskEar, Heard
from api.desk_ports import DeskPorts
from api.drafts import DraftFollower, Drafts
from api.encoded_desk_events import EncodedEvents, Shown, encoded_heard
from api.streams import mixed
from api.watched_drafts import Aside, WatchedDrafts, drafts_beside
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.lists import DeskViewer
from domain.desk.signals import AgentLooks
from domain.errors import AccessError, DependencyUnavailable
from domain.staff import StaffMember

ASK_EVERY: Final = timedelta(seconds=20)
"""So long at most somebody who was locked out still hears."""
_log = structlog.get_logger(__name__)


async def _all_of(_: StaffMember, conversations: Iterable[str]) -> tuple[str, ...]:
    return tuple(conversations)


@dataclass(frozen=True)
class Sight:
    """What somebody may see, and which of some conversations they may read; asked again and again,
    as it may change."""

    viewer_of: Callable[[StaffMember], Awaitable[DeskViewer]]
    readable_among: Callable[[StaffMember, Iterable[str]], Awaitable[tuple[str, ...]]] = _all_of


@dataclass(frozen=True)
class Start:
    """After which event a stream begins, and what is said first."""

    seq: int
    greeting: Literal["hello", "reset"] | None = None


async def start_of(desk: DeskPorts, tenant_id: str, last: str | None) -> Start:
    """`last` is the number of the last event that the desk has, as it says itself."""
    first, latest = await desk.events.range_of(tenant_id)
    if last is None:
        return Start(latest, "hello")
    is_number = last.isascii() and last.isdigit() and len(last) <= len(str(latest))
    if is_number and first - 1 <= int(last) <= latest:
        return Start(int(last))
    return Start(latest, "reset")


class DeskStream:
    """What is sent to one open desk."""

    def __init__(
        self,
        desk: DeskPorts,
        member: StaffMember,
        again: AskAgain,
        sight: Sight,
        *,
        ask_every: timedelta = ASK_EVERY,
        encoded: EncodedEvents | None = None,
        drafts: Drafts | None = None,
        shown: Shown = lambda event: event,
    ) -> None:
        """`encoded` and `drafts` are shared with the other streams; `shown` makes of an event what
        is sent of it: files with their links."""
        self._desk = desk
        self._member = member
        self._again = again
        self._sight = sight
        self._encoded = encoded or EncodedEvents()
        self._drafts = drafts or Drafts()
        self._shown = shown
        self._ask_every = ask_every.total_seconds()

    async def sent(self, start: Start) -> AsyncGenerator[bytes]:
        """Until the person is nobody any more."""
        tenant_id = self._member.tenant_id
        with self._desk.signals.heard(tenant_id) as signals:
            ear = await self._ear()
            if start.greeting:
                yield encoded_heard(Heard(start.greeting, {"seq": start.seq}))
            events = self._desk.events.follow(tenant_id, start.seq)
            followed = cast("AsyncGenerator[DeskEvent]", events)
            async with (
                aclosing(followed),
                drafts_beside(signals, self._drafts, tenant_id) as words,
                aclosing(mixed(followed, words, every_s=self._ask_every)) as both,
            ):
                await self._look(ear, words)
                async for one in both:
                    if isinstance(one, DeskEvent):
                        if await self._is_for(ear, one, words):
                            yield self._encoded.bytes_of(tenant_id, one, self._shown)
                        continue
                    if one is not None:
                        for heard in _of_the_moment(one, ear, words):
                            yield encoded_heard(heard)
                        continue
                    asked = await self._ask(ear)
                    if asked is None:
                        return
                    for heard in ear.forget_silent(datetime.now(UTC)):
                        yield encoded_heard(heard)
                    if asked is not ear:
                        ear, (_, latest) = asked, await self._desk.events.range_of(tenant_id)
                        yield encoded_heard(Heard("reset", {"seq": latest}))
                    await self._look(ear, words)

    async def _ear(self) -> DeskEar:
        viewer = await self._sight.viewer_of(self._member)
        held = await self._desk.reads.held_by(self._member.tenant_id, viewer.name)
        looks = await self._desk.reads.lookers(self._member.tenant_id)
        return DeskEar(viewer, set(held), looks)

    async def _is_for(self, ear: DeskEar, event: DeskEvent, words: WatchedDrafts) -> bool:
        """Of what an event may have taken away no words come after it."""
        if event.kind is DeskEventKind.HANDOFF and event.conversation_id in ear.open:
            await self._look(ear, words)
        return ear.may_hear(event)

    async def _look(self, ear: DeskEar, words: WatchedDrafts) -> None:
        """Follow what is open and may be read; while that cannot be told, nothing."""
        try:
            ear.keep_open(await self._sight.readable_among(self._member, ear.open))
        except DependencyUnavailable:
            words.look_at(())
        else:
            words.look_at(ear.open)

    async def _ask(self, ear: DeskEar) -> DeskEar | None:
        """The same ear, another where the person may hear other things by now, or none."""
        try:
            self._member = await self._again()
            if await self._sight.viewer_of(self._member) == ear.viewer:
                return ear
            return await self._ear()
        except AccessError:
            _log.info("desk_stream_ended", reason="no longer signed in")
            return None
        except DependencyUnavailable:
            return ear


def _of_the_moment(one: Aside, ear: DeskEar, words: WatchedDrafts) -> Iterator[Heard]:
    if isinstance(one, DraftFollower):
        yield from words.hear(one)
        return
    yield from ear.hear(one)
    if isinstance(one, AgentLooks) and one.agent == ear.viewer.name:
        words.look_at(ear.open)  # each heartbeat is told once it is known that they may read it
