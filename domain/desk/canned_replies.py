"""Canned replies: texts that agents have ready, filled with what is known of a conversation."""

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from domain.messages import MAX_TEXT
from domain.values import Frozen

MOST_REPLIES: Final = 500
"""Of one tenant, in all languages: a desk loads them once."""
ReplyName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
ReplyLocale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
_VARIABLE: Final = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


class CannedReply(Frozen):
    """One text, in one language."""

    name: ReplyName
    locale: ReplyLocale
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    updated_by: str
    updated_at: AwareDatetime


class FilledReply(CannedReply):
    """One with its variables filled, as far as they are known."""

    filled: str
    unknown: tuple[str, ...] = ()
    """Variables that stay as they are written, since nothing is known for them."""


def filled_reply(reply: CannedReply, known: Mapping[str, str]) -> FilledReply:
    """With `known` in the place of its variables. What is put in is not read for more of them."""
    unknown: list[str] = []

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if known.get(name):
            return known[name]
        if name not in unknown:
            unknown.append(name)
        return found[0]

    text = _VARIABLE.sub(value, reply.text)
    return FilledReply(**reply.model_dump(), filled=text, unknown=tuple(unknown))
