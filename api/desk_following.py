"""One desk's stream: events and signals for its person, while they are signed in."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, cast

import structlog
from sse_starlette import ServerSentEvent

from api.authentication import AskAgain
from api.desk_hearing import DeskEar, Heard
from api.desk_ports import DeskPorts
from api.streams import mixed
from domain.desk.events import DeskEvent
from domain.desk.lists import DeskViewer
from domain.errors import AccessError, DependencyUnavailable
from domain.staff import StaffMember

ASK_EVERY: Final = timedelta(seconds=20)
"""So long at most somebody who was locked out still hears."""
_log = structlog.get_logger(__name__)
ViewerOf = Callable[[StaffMember], Awaitable[DeskViewer]]
"""What somebody may see; asked again and again, as it may change."""


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
        viewer_of: ViewerOf,
        *,
        ask_every: timedelta = ASK_EVERY,
        shown: Callable[[DeskEvent], DeskEvent] = lambda event: event,
    ) -> None:
        """`shown` makes of an event what is sent of it: files with their links."""
        self._desk = desk
        self._member = member
        self._again = again
        self._viewer_of = viewer_of
        self._shown = shown
        self._ask_every = ask_every.total_seconds()

    async def sent(self, start: Start) -> AsyncGenerator[ServerSentEvent]:
        """Until the person is nobody any more."""
        tenant_id = self._member.tenant_id
        with self._desk.signals.heard(tenant_id) as signals:
            ear = await self._ear()
            if start.greeting:
                yield _as_sent(Heard(start.greeting, {"seq": start.seq}))
            events = self._desk.events.follow(tenant_id, start.seq)
            followed = cast("AsyncGenerator[DeskEvent]", events)
            both = mixed(followed, signals, every_s=self._ask_every)
            async with aclosing(followed), aclosing(both):
                async for one in both:
                    if one is not None:
                        told = self._shown(one) if isinstance(one, DeskEvent) else one
                        for heard in ear.hear(told):
                            yield _as_sent(heard)
                        continue
                    asked = await self._ask(ear)
                    if asked is None:
                        return
                    for heard in ear.forget_silent(datetime.now(UTC)):
                        yield _as_sent(heard)
                    if asked is not ear:
                        ear, (_, latest) = asked, await self._desk.events.range_of(tenant_id)
                        yield _as_sent(Heard("reset", {"seq": latest}))

    async def _ear(self) -> DeskEar:
        viewer = await self._viewer_of(self._member)
        held = await self._desk.reads.held_by(self._member.tenant_id, viewer.name)
        looks = await self._desk.reads.lookers(self._member.tenant_id)
        return DeskEar(viewer, set(held), looks)

    async def _ask(self, ear: DeskEar) -> DeskEar | None:
        """The same ear, another where the person may hear other things by now, or none."""
        try:
            self._member = await self._again()
            if await self._viewer_of(self._member) == ear.viewer:
                return ear
            return await self._ear()
        except AccessError:
            _log.info("desk_stream_ended", reason="no longer signed in")
            return None
        except DependencyUnavailable:
            return ear


def _as_sent(heard: Heard) -> ServerSentEvent:
    data = json.dumps(heard.data, ensure_ascii=False, separators=(",", ":"))
    number = None if heard.seq is None else str(heard.seq)
    return ServerSentEvent(id=number, event=heard.name, data=data, sep="\n")
