"""Search at the desk: what a query may mean, and what is found."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel

from domain.channel_addresses import Channel
from domain.conversations import ConversationStatus
from domain.identifiers import ConversationId
from domain.values import Frozen

LONGEST_QUERY: Final = 200
_MOST_WORDS: Final = 8
_PHONE: Final = re.compile(r"[+(]?[0-9][0-9 ()/.\-]{4,30}[0-9]")
_TRUNK: Final = "(0)"
_FEWEST_DIGITS, _MOST_DIGITS = 6, 15
_WORD: Final = re.compile(r"[\w@.+#-]{1,60}")


class Matched(StrEnum):
    """What of a conversation the query is in."""

    CUSTOMER = "customer"
    PHONE = "phone"
    WORDS = "words"
    DISPOSITION = "disposition"
    AGENT = "agent"
    FILE = "file"


class Found(Frozen):
    """One conversation."""

    conversation_id: str
    channel: Channel
    status: ConversationStatus
    handoff_id: str | None = None
    customer_ref: str | None = None
    snippet: str = ""
    """The message in which the words are, cut to what is around them; the name of the file."""
    matched: Matched
    at: AwareDatetime


class DeskQuery(Frozen):
    """A query, read in each way that it can mean something."""

    text: str
    people: tuple[str, ...] = ()
    """Keys of whoever writes from the phone number that it may be."""
    phones: tuple[str, ...] = ()
    """The number itself, in E.164: somebody may have asked to be called there."""


class After(BaseModel):
    """Where the page before has ended."""

    at: AwareDatetime
    conversation_id: ConversationId


def phone_numbers(text: str, calling_code: str) -> tuple[str, ...]:
    """E.164 numbers that it may be: "+49 (0)170 1234567", "0170/1234567", "0049 170…".

    `calling_code` is that of the tenant's own country, "" where nothing is known: then only
    international numbers are read.
    """
    shown = text.strip()
    if not _PHONE.fullmatch(shown.replace(_TRUNK, " ")):
        return ()
    international = shown.startswith(("+", "00"))
    digits = "".join(filter(str.isascii, filter(str.isdigit, shown.replace(_TRUNK, ""))))
    if international:
        digits = digits.removeprefix("00")
    found = [digits] if not digits.startswith("0") else []
    if calling_code and not international:
        # In a few countries the zero belongs to the number.
        found += [calling_code + digits.removeprefix("0"), calling_code + digits]
    return tuple(
        f"+{each}" for each in dict.fromkeys(found) if _FEWEST_DIGITS <= len(each) <= _MOST_DIGITS
    )


def read_query(text: str, calling_code: str, key_of: Callable[[str], str]) -> DeskQuery:
    """`key_of` makes of a phone number the key of whoever writes from it."""
    shown = text.strip()
    phones = phone_numbers(shown, calling_code)
    return DeskQuery(text=shown, people=tuple(key_of(number) for number in phones), phones=phones)


def snippet_of(text: str, query: str, longest: int = 160) -> str:
    """The text around the first of the query's words that it holds."""
    lowered = text.lower()
    places = [lowered.find(word.lower()) for word in _WORD.findall(query)[:_MOST_WORDS]]
    found = min((place for place in places if place >= 0), default=0)
    start = max(0, found - longest // 4)
    return text[start : start + longest].replace("\n", " ")
