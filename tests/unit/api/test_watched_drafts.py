"""Words on the way, as the desk of somebody who looks on gets them."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from datetime import timedelta

from api.desk_following import DeskStream, Sight, Start
from api.drafts import Drafts
from domain.desk.events import DeskEventKind
from domain.desk.lists import DeskViewer
from domain.desk.signals import AgentLooks, CustomerTypes
from domain.drafts import DraftKey, DraftPiece
from domain.errors import DependencyUnavailable
from domain.staff import StaffMember, StaffRole
from tests.unit.api.desk_doubles import PlainDesk


def _words(
    conversation: str, text: str, *, turn: str = "s1t1", withdrawn: bool = False
) -> DraftPiece:
    key = DraftKey(tenant_id="acme", conversation_id=conversation, turn=turn)
    return DraftPiece(key=key, version=1, text=text, withdrawn=withdrawn)


async def _next(stream: AsyncGenerator[bytes], wanted: str) -> None:
    """Reads on until an event of this name has come, and no words before it."""
    async for event in stream:
        name = event.decode().splitlines()[-3].partition(": ")[2]
        if name == wanted:
            return
        assert name != "words", event
    raise AssertionError("the stream has ended")


async def _next_words(stream: AsyncGenerator[bytes]) -> tuple[str, str]:
    """Whose they are and what they say; what else comes before them is left out."""
    async for event in stream:
        name, told = (line.partition(": ")[2] for line in event.decode().splitlines()[-3:-1])
        if name == "words":
            data = json.loads(told)
            return data["conversation_id"], data["text"]
    raise AssertionError("the stream has ended")


async def test_words_on_the_way_come_of_what_somebody_has_open() -> None:
    """
    From the beginning, whenever they came to it; of nothing that only others have open, and no more
    of it once it is closed. What was taken back is empty.
    """
    desk = PlainDesk()
    member = StaffMember(tenant_id="acme", staff_id="1", name="Ann", role=StaffRole.AGENT)

    async def again() -> StaffMember:
        return member

    async def viewer_of(who: StaffMember) -> DeskViewer:
        return DeskViewer(name=who.name)

    drafts = Drafts()
    drafts.heard(_words("web-1", "Within"), 4)
    desk.reads.looks = [
        AgentLooks(agent="Ann", watching=("web-1",)),
        AgentLooks(agent="Ben", watching=("web-2",)),
    ]
    stream = DeskStream(desk.as_ports(), member, again, Sight(viewer_of), drafts=drafts)

    async with asyncio.timeout(30), aclosing(stream.sent(Start(0))) as sent:
        assert await _next_words(sent) == ("web-1", "Within")
        drafts.heard(_words("web-2", "Not for Ann"), 4)
        drafts.heard(_words("web-1", "Within 30 days"), 4)
        assert await _next_words(sent) == ("web-1", "Within 30 days")

        drafts.heard(_words("web-3", "It is free"), 4)
        await desk.signals.tell("acme", AgentLooks(agent="Ann", watching=("web-3",)))
        assert await _next_words(sent) == ("web-3", "It is free")
        drafts.heard(_words("web-1", "Within 30 days, unused"), 4)
        drafts.heard(_words("web-3", "", withdrawn=True), 4)
        assert await _next_words(sent) == ("web-3", "")

        drafts.committed("acme", "web-3", 5)
        drafts.heard(_words("web-3", "It is free of charge"), 4)
        drafts.heard(_words("web-3", "Another answer", turn="s1t2"), 5)
        assert await _next_words(sent) == ("web-3", "Another answer")


class _Reader:
    """Ann, an agent who has two conversations open, and what she may read of them by now."""

    def __init__(self) -> None:
        self.queues: tuple[str, ...] = ("returns",)
        self.readable = {"web-1", "web-2"}
        self.is_answered = True
        self.desk = PlainDesk()
        self.desk.reads.looks = [AgentLooks(agent="Ann", watching=("web-1", "web-2"))]
        self.drafts = Drafts()
        self._member = StaffMember(tenant_id="acme", staff_id="1", name="Ann", role=StaffRole.AGENT)

    def stream(self, ask_every: timedelta = timedelta(hours=1)) -> DeskStream:
        return DeskStream(
            self.desk.as_ports(),
            self._member,
            self._again,
            Sight(self._viewer_of, self._readable_among),
            ask_every=ask_every,
            drafts=self.drafts,
        )

    def hand_on(self) -> None:
        """`web-1` goes to a queue that is not hers."""
        self.readable = {"web-2"}
        moved = {"handoff_id": "h-1", "moved_to": "billing"}
        self.desk.events.tell(
            "acme", DeskEventKind.HANDOFF, moved, queue="returns", conversation_id="web-1"
        )

    async def _again(self) -> StaffMember:
        return self._member

    async def _viewer_of(self, who: StaffMember) -> DeskViewer:
        return DeskViewer(name=who.name, queues=self.queues)

    async def _readable_among(self, _: StaffMember, open_there: Iterable[str]) -> tuple[str, ...]:
        if not self.is_answered:
            raise DependencyUnavailable("down")
        return tuple(each for each in open_there if each in self.readable)


async def test_no_word_more_comes_of_what_was_passed_on_to_another_queue() -> None:
    """Although it is open on the desk until its next heartbeat."""
    ann = _Reader()
    async with asyncio.timeout(30), aclosing(ann.stream().sent(Start(0))) as sent:
        ann.drafts.heard(_words("web-1", "Within"), 4)
        assert await _next_words(sent) == ("web-1", "Within")

        ann.hand_on()
        await _next(sent, "handoff")
        await ann.desk.signals.tell("acme", CustomerTypes(conversation_id="web-2", typing=True))
        await _next(sent, "customer_typing")
        ann.drafts.heard(_words("web-1", "Within 30 days"), 4)
        ann.drafts.heard(_words("web-2", "It is free"), 4)

        assert await _next_words(sent) == ("web-2", "It is free")


async def test_no_word_more_comes_once_somebody_serves_other_queues() -> None:
    """The records say for a while still what they had open."""
    ann = _Reader()
    stream = ann.stream(timedelta(milliseconds=5))
    async with asyncio.timeout(30), aclosing(stream.sent(Start(0))) as sent:
        ann.drafts.heard(_words("web-1", "Within"), 4)
        assert await _next_words(sent) == ("web-1", "Within")

        ann.queues, ann.readable = ("billing",), {"web-2"}
        await _next(sent, "reset")
        ann.drafts.heard(_words("web-1", "Within 30 days"), 4)
        ann.drafts.heard(_words("web-2", "It is free"), 4)

        assert await _next_words(sent) == ("web-2", "It is free")


async def test_what_cannot_be_asked_is_not_shown_until_it_can() -> None:
    ann = _Reader()
    stream = ann.stream(timedelta(milliseconds=5))
    async with asyncio.timeout(30), aclosing(stream.sent(Start(0))) as sent:
        ann.is_answered = False
        ann.hand_on()
        await _next(sent, "handoff")
        ann.drafts.heard(_words("web-1", "Within"), 4)
        ann.drafts.heard(_words("web-2", "It is free"), 4)
        ann.is_answered = True

        assert await _next_words(sent) == ("web-2", "It is free")
