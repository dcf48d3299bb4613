"""A conversation's whole course in one order, and who its customer is."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, Field

from domain.desk.context import EarlierConversation
from domain.values import Frozen

MOST_ENTRIES: Final = 500
"""The latest ones."""


class TimelineKind(StrEnum):
    """What an entry is of."""

    TURN = "turn"
    TOOL_CALL = "tool_call"
    APPROVAL = "approval"
    HANDOFF = "handoff"
    NOTE = "note"


class TimelineEntry(Frozen):
    """One thing that happened, and how long it took."""

    kind: TimelineKind
    id: str
    title: str
    """An intent, a tool, an approval, a queue, an agent: as the bot's files name it."""
    outcome: str = ""
    at: AwareDatetime
    ms: float | None = None
    """None while it lasts."""
    detail: dict[str, Any] = Field(default_factory=dict)


class CustomerProfile(Frozen):
    """What is known of the customer of a conversation."""

    conversation_id: str
    channel: str
    customer_ref: str | None = None
    """None for somebody who has not been verified."""
    locale: str = ""
    is_opted_out: bool = False
    first_seen_at: AwareDatetime
    earlier: tuple[EarlierConversation, ...] = ()


def in_order(*parts: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """One timeline of several."""
    entries = [entry for part in parts for entry in part]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind, entry.id)))[
        -MOST_ENTRIES:
    ]
