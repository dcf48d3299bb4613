"""Notes: what agents write for each other beside a conversation, and the customer never sees."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from domain.handoffs import Handoff
from domain.messages import MAX_TEXT
from domain.values import Frozen

MOST_MENTIONS: Final = 10
MOST_NOTES_SHOWN: Final = 200
"""Of one conversation; the latest."""
DECLINED_PREFIX: Final = "declined-"
"""How ids begin of the notes that say that somebody declined what was passed on to them."""
_Name = Annotated[str, Field(min_length=1, max_length=128)]


class Note(Frozen):
    """One note. Its id is the client's own, so that a repeat is recognised."""

    note_id: str
    conversation_id: str
    agent: str
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    mentions: tuple[_Name, ...] = Field(default=(), max_length=MOST_MENTIONS)
    at: AwareDatetime


def declined_note(handoff: Handoff, agent: str, *, at: datetime) -> Note:
    """For whoever passed it on, of whom it calls; desks say it in their reader's language."""
    sender = handoff.assigned_agent
    return Note(
        note_id=f"{DECLINED_PREFIX}{handoff.handoff_id}-{at:%H%M%S%f}"[:64],
        conversation_id=handoff.conversation_id,
        agent=agent,
        text="↩",
        mentions=(sender,) if sender else (),
        at=at,
    )
