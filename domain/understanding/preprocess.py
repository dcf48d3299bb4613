"""Make a customer's text plain before anything looks at it."""

import re
import unicodedata

from domain.messages import MAX_TEXT

_QUOTES = str.maketrans(
    dict.fromkeys((0x2018, 0x2019, 0x201A, 0x201B, 0x2032), "'")
    | dict.fromkeys((0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB), '"')
    | dict.fromkeys(range(0x2010, 0x2016), "-")
)
_SPACES = re.compile(r"\s+")
_NOT_WORDS = re.compile(r"[^\w{}]+")


def clean(text: str) -> str:
    """One form per character, no control characters, single spaces, straight quotes."""
    plain = unicodedata.normalize("NFKC", text[:MAX_TEXT]).translate(_QUOTES)
    visible = "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in plain
        if unicodedata.category(character) != "Cf"
    )
    return _SPACES.sub(" ", visible).strip()


def match_key(text: str) -> str:
    """What two texts share that differ only in case, punctuation and spaces."""
    return _NOT_WORDS.sub(" ", clean(text).casefold().replace("'", "")).strip()


def words_of(text: str) -> tuple[str, ...]:
    return tuple(match_key(text).split())
