"""Words on the way: the text of an answer while it is being made. Shown, and kept by nobody."""

from pydantic import Field

from domain.values import Frozen

MOST_DRAFT_TEXT = 16_000
"""Characters of one draft that are shown; what comes after them comes with the answer itself."""


class DraftKey(Frozen):
    """One attempt at the answer of one turn."""

    tenant_id: str
    conversation_id: str
    turn: str
    attempt: int = Field(default=1, ge=1)
    """Of the activity, which may run again elsewhere: a later attempt's words replace an earlier
    one's, and an earlier one that still runs is not heard any more."""
