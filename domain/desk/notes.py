"""Notes: what agents write for each other beside a conversation, and the customer never sees."""

from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from domain.messages import MAX_TEXT
from domain.values import Frozen

MOST_MENTIONS: Final = 10
MOST_NOTES_SHOWN: Final = 200
"""Of one conversation; the latest."""
_Name = Annotated[str, Field(min_length=1, max_length=128)]


class Note(Frozen):
    """One note. Its id is the client's own, so that a repeat is recognised."""

    note_id: str
    conversation_id: str
    agent: str
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    mentions: tuple[_Name, ...] = Field(default=(), max_length=MOST_MENTIONS)
    at: AwareDatetime
