"""The numbered events that the desks of a tenant follow."""

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from domain.values import Frozen


class DeskEventKind(StrEnum):
    """What has changed. Payloads: docs/reference/desk-events.md."""

    HANDOFF = "handoff"
    """The row of a handoff as it is now; or `{handoff_id, moved_to}` for those who could see the
    queue that it has left."""
    CONVERSATION = "conversation"
    """`{seq, kind, data, at}`: an event of a conversation that is handed off or watched."""
    APPROVAL = "approval"
    PRESENCE = "presence"
    NOTE = "note"
    DRAFT = "draft"
    """Of one agent, for their other windows and devices."""


class DeskEvent(Frozen):
    """One event of a tenant's desks: 1, 2, 3 … without gaps, in the order of commit."""

    seq: int
    kind: DeskEventKind
    queue: str | None = None
    """Only those who serve this queue may see it; None is everybody."""
    agent: str | None = None
    """Only this person may see it; None is everybody."""
    conversation_id: str | None = None
    data: dict[str, Any]
    at: AwareDatetime
