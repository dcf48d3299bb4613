"""A desk's screen beside what the API says: rows, counts, transcript, notes, ownership."""

import asyncio
from typing import Any, Final

from domain.handoffs import HandoffStatus
from tests.e2e.browser.desk_page import DeskPage, Shown
from tests.e2e.browser.desk_team import Member

_VIEWS: Final = ("waiting", "mine", "team", "snoozed", "breached")
_POLL_S: Final = 0.05
_ASK_AGAIN_S: Final = 1.0
"""What the API says may change meanwhile, and reading it has a limit of its own."""
_MOST_PAGES: Final = 50


async def told(member: Member, conversation: str, *, view: str = "waiting") -> Shown:
    """What the API says that this agent's screen should show."""
    rows: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next": None}
    for _ in range(_MOST_PAGES):
        cursor = {"cursor": page["next"]} if page["next"] else {}
        page = await member.get("desk/handoffs", view=view, limit=200, **cursor)
        rows += page["handoffs"]
        if not page["next"]:
            break
    talk = await member.get(f"desk/conversations/{conversation}")
    said = [each for each in talk["messages"] if each["text"]]
    return Shown(
        {name: page["counts"][name] for name in _VIEWS if page["counts"][name]},
        [_row(each, member.name) for each in rows],
        [(each["message_id"], each["text"]) for each in said],
        [_noted(each) for each in talk["notes"]],
        _owner(talk["handoff"], member.name),
    )


def _noted(note: dict[str, Any]) -> str:
    """What the desk itself notes is said in its reader's language."""
    is_declined = note["note_id"].startswith("declined-")
    return "Cannot take this over." if is_declined else note["text"]


def _row(handoff: dict[str, Any], me: str) -> tuple[str, str, str]:
    agent = handoff["assigned_agent"]
    preview = handoff["preview"] or handoff["reason"]
    return handoff["handoff_id"], preview.strip(), "" if agent in {None, me} else agent


def _owner(handoff: dict[str, Any] | None, me: str) -> str:
    if handoff is None or handoff["ended_at"] is not None:
        return "bot"
    if handoff["status"] == HandoffStatus.WAITING:
        return "waiting"
    agent: str = handoff["assigned_agent"]
    return "me" if agent == me else agent


def difference(shown: Shown, told: Shown) -> dict[str, tuple[Any, Any]]:
    """Field → what is shown, what the API says; nothing where they are equal."""
    said = [each for each in shown.said if each[1]]
    screen = Shown(shown.counts, shown.rows, said, shown.notes, shown.owner)
    return {
        name: (value, getattr(told, name))
        for name, value in vars(screen).items()
        if value != getattr(told, name)
    }


async def agrees(
    desk: DeskPage, conversation: str, *, within_s: float, view: str = "waiting"
) -> float:
    """Seconds until the screen equals the API; AssertionError with what differs at the end.

    Others go on meanwhile: the screen may be a moment behind what was read last, or ahead of it,
    so it may equal the reading before as well. At the end the API is read once more.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    readings: list[Shown] = []
    while True:
        readings = [*readings[-1:], await told(desk.member, conversation, view=view)]
        asked = clock()
        is_last = asked > began + within_s
        while True:
            shown = await desk.shown()
            differs = [difference(shown, said) for said in readings]
            if {} in differs:
                return clock() - began
            if is_last:
                took = clock() - began
                raise AssertionError(f"after {took:.1f} s, shown and said: {differs[-1]}")
            if clock() > min(asked + _ASK_AGAIN_S, began + within_s):
                break
            await asyncio.sleep(_POLL_S)
