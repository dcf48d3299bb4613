"""Words on the way, as the desk of somebody who looks on gets them."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from api.desk_following import DeskStream, Start
from api.drafts import Drafts
from domain.desk.lists import DeskViewer
from domain.desk.signals import AgentLooks
from domain.drafts import DraftKey, DraftPiece
from domain.staff import StaffMember, StaffRole
from tests.unit.api.desk_doubles import PlainDesk


def _words(
    conversation: str, text: str, *, turn: str = "s1t1", withdrawn: bool = False
) -> DraftPiece:
    key = DraftKey(tenant_id="acme", conversation_id=conversation, turn=turn)
    return DraftPiece(key=key, version=1, text=text, withdrawn=withdrawn)


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
    stream = DeskStream(desk.as_ports(), member, again, viewer_of, drafts=drafts)

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
