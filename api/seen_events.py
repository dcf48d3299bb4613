"""The last event that an agent has seen: what they do is held back where there are newer words."""

import re
from typing import Annotated, Final

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import InvalidInput

_ENTITY_TAG: Final = re.compile(r'"?([0-9]{1,15})"?')
IfMatch = Annotated[str | None, Header(max_length=40)]


class Seen(BaseModel):
    """A part of what is posted."""

    model_config = ConfigDict(extra="forbid")

    seen: int | None = Field(
        default=None,
        ge=0,
        le=2**53,
        description="The number of the last event of the conversation that you have seen. Where "
        "there are newer words, nothing is done (409, `newer-messages`). `If-Match` says the same.",
    )
    anyway: bool = Field(default=False, description="Do it whatever was written since.")

    def up_to(self, if_match: str | None) -> int | None:
        """The number that the body or, without one there, the header names; None where it is to be
        done anyway. Raise InvalidInput for a header that holds none."""
        if self.anyway or self.seen is not None or if_match is None:
            return None if self.anyway else self.seen
        named = _ENTITY_TAG.fullmatch(if_match)
        if named is None:
            raise InvalidInput("If-Match", 'must be the number of an event, such as "42"')
        return int(named[1])
