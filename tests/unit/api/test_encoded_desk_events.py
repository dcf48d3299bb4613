"""Events of desks, made into bytes once for all who may hear them."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from api.desk_following import DeskStream, Sight, Start
from api.encoded_desk_events import EncodedEvents
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.lists import DeskViewer
from domain.staff import StaffMember, StaffRole
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.recording import NOW


def _event(seq: int = 1, **data: Any) -> DeskEvent:
    return DeskEvent(seq=seq, kind=DeskEventKind.NOTE, data=data, at=NOW)


class Counting:
    """Counts how often an event is made ready to be sent."""

    def __init__(self) -> None:
        self.seqs: list[int] = []

    def __call__(self, event: DeskEvent) -> DeskEvent:
        self.seqs.append(event.seq)
        return event


async def _heard(
    desk: PlainDesk, viewer: DeskViewer, encoded: EncodedEvents, shown: Counting, last: int
) -> list[int]:
    """The numbers that one open desk is sent, up to the last."""
    member = StaffMember(
        tenant_id="acme", staff_id=viewer.name, name=viewer.name, role=StaffRole.AGENT
    )

    async def again() -> StaffMember:
        return member

    async def viewer_of(_: StaffMember) -> DeskViewer:
        return viewer

    stream = DeskStream(
        desk.as_ports(), member, again, Sight(viewer_of), encoded=encoded, shown=shown
    )
    heard: list[int] = []
    async with asyncio.timeout(30), aclosing(stream.sent(Start(0))) as sent:
        async for each in sent:
            heard.append(int(each.split(b"\n")[0].removeprefix(b"id: ")))
            if heard[-1] == last:
                break
    return heard


async def test_an_event_is_encoded_once_for_all_who_may_hear_it() -> None:
    """And whoever may not hear one is not sent it because another was."""
    desk, encoded, shown = PlainDesk(), EncodedEvents(), Counting()
    for queue in (None, "returns", "billing", None):
        desk.events.tell("acme", DeskEventKind.NOTE, {"text": "hi"}, queue=queue)
    viewers = [DeskViewer(name="Sue"), DeskViewer(name="Ann", queues=("returns",))] * 5

    heard = await asyncio.gather(*(_heard(desk, who, encoded, shown, last=4) for who in viewers))

    assert heard == [[1, 2, 3, 4], [1, 2, 4]] * 5
    assert shown.seqs == [1, 2, 3, 4]


def test_bytes_hold_the_event_on_one_line_each() -> None:
    """Whatever breaks the lines of a text cannot break those of the stream."""
    event = _event(7, text="a\nb\r\n\nevent: reset\u2028ü")

    number, name, data, *rest = (
        EncodedEvents().bytes_of("acme", event, lambda each: each).decode().split("\n")
    )

    assert (number, name, rest) == ("id: 7", "event: note", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == event.model_dump(mode="json")


@pytest.mark.parametrize(("later_s", "times"), [(1, 1), (6, 2)])
def test_links_in_a_replay_are_made_anew(later_s: float, times: int) -> None:
    """They expire, so that what was encoded is good for seconds only."""
    now, shown, event = [0.0], Counting(), _event()
    encoded = EncodedEvents(clock=lambda: now[0])
    encoded.bytes_of("acme", event, shown)

    now[0] = later_s
    encoded.bytes_of("acme", event, shown)

    assert len(shown.seqs) == times


def test_tenants_share_no_bytes_and_memory_is_bounded() -> None:
    """The same number is another event elsewhere."""
    encoded = EncodedEvents()
    said = {
        tenant: encoded.bytes_of(tenant, _event(text=tenant), lambda each: each)
        for tenant in ("acme", "dentist")
    }
    for seq in range(1000):
        encoded.bytes_of("acme", _event(seq), lambda each: each)

    assert b"dentist" in said["dentist"]
    assert len(encoded._known) <= 64
