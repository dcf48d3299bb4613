"""Requests of agents, again and again: the desk's lists, a conversation, a search."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any, Final

from bench.desk.stored_conversations import LONG, STORED, WAITING

_VIEWS: Final = ("waiting", "mine", "team", "breached", "closed", "all")
_SCATTERED: Final = 7919
"""A prime: the conversations that are asked for lie far from each other."""


@dataclass(frozen=True)
class Asked:
    """One request, without the tenant's path; `what` is what it is about."""

    path: str
    what: str
    params: dict[str, str]
    of_any_queue: bool = False
    """What agents of one queue alone may not see."""


def lists() -> Iterator[Asked]:
    """Each view in turn, as the page asks for it."""
    return cycle(Asked("desk/handoffs", view, {"view": view}) for view in _VIEWS)


def openings(conversations: int) -> Iterator[Asked]:
    """The long chat, somebody who waits, and two of the stored ones, by turns."""
    for number in count(1):
        stored = (
            f"{STORED}{(number % WAITING) * 3 + 4}",
            f"{STORED}{number * _SCATTERED % conversations + 1}",
            f"{STORED}{conversations - number}",
        )
        for what, conversation in zip(
            ("long", "waiting", "stored", "oldest"), (LONG, *stored), strict=True
        ):
            yield Asked(f"desk/conversations/{conversation}", what, {}, of_any_queue=True)


def searches(conversations: int) -> Iterator[Asked]:
    """Whatever agents look for; each but the frequent words is another one every time."""
    for number in count(1):
        scattered = number * _SCATTERED % conversations
        for what, text in (
            ("order", f"B{1000000 + scattered}"),
            ("customer", f"cust-{scattered % 200000}"),
            ("frequent word", ("parcel", "address", "jacket", "refund")[number % 4]),
            ("frequent words", "order on monday"),
            ("some words", f"size{number % 997}"),
            ("begun word", f"B{(1000000 + scattered) // 100}"),
            ("agent", f"Agent {1 + number % 200}"),
            ("phone", f"+49 30 {scattered:07}"),
            ("disposition", "refunded"),
            ("nothing", f"nobody{number} wrote this"),
        ):
            yield Asked("desk/search", what, {"q": text})


BARE_LIST: Final = """
SELECT * FROM handoffs WHERE tenant_id = %(tenant)s AND ended_at IS NULL
ORDER BY (NOT escalated), priority, opened_at, handoff_id LIMIT 50
"""
BARE_OPENING: Final = """
SELECT * FROM messages WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY seq DESC LIMIT 100
"""
BARE_SEARCH: Final = """
SELECT conversation_id, text FROM messages WHERE tenant_id = %(tenant)s ORDER BY at DESC LIMIT 20
"""


def bare_list() -> Iterator[tuple[str, dict[str, Any]]]:
    """The floor of a list: one page, by one statement."""
    return cycle([(BARE_LIST, {})])


def bare_openings(conversations: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The floor of opening: the messages, by one statement."""
    for number in count(1):
        yield BARE_OPENING, {"conversation": LONG}
        other = f"{STORED}{number * _SCATTERED % conversations + 1}"
        yield BARE_OPENING, {"conversation": other}


def bare_searches() -> Iterator[tuple[str, dict[str, Any]]]:
    """The floor of a search: the latest messages, whatever they say."""
    return cycle([(BARE_SEARCH, {})])
