"""Make a customer's text plain before anything looks at it."""

import re
import unicodedata

from domain.messages import MAX_TEXT

_QUOTES = str.maketrans(
    dict.fromkeys((0x2018, 0x2019, 0x201A, 0x201B, 0x2032), "'")
    | dict.fromkeys((0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB), '"')
    | dict.fromkeys(range(0x2010, 0x2016), "-")
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""All of Unicode's category Cc."""
_SPACES = re.compile(r"\s+")
_NOT_WORDS = re.compile(r"[^\w{}]+")
_MARKS_IN_A_ROW = 30
"""As in Unicode's stream-safe text format (UAX #15): to put marks in order takes the square of
their number. No script needs more on one letter."""
_HIDDEN = {"Cf", "Cs"}


def clean(text: str) -> str:
    """One form per character, no control characters, single spaces, straight quotes.

    Cut before, so that no more than a message is normalised, and after, since one character may
    become eighteen. What comes out is cleaned to itself.
    """
    plain = _stream_safe(unicodedata.normalize("NFKC", _stream_safe(text[:MAX_TEXT])))
    visible = _CONTROLS.sub(" ", plain.translate(_QUOTES))
    return _SPACES.sub(" ", visible).strip()[:MAX_TEXT].rstrip()


def match_key(text: str) -> str:
    """What two texts share that differ only in case, punctuation and spaces."""
    folded = clean(text).casefold()[:MAX_TEXT]
    return _NOT_WORDS.sub(" ", folded.replace("'", "")).strip()


def _stream_safe(text: str) -> str:
    """Without what is invisible, and without the marks that follow thirty others."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        if unicodedata.category(character) in _HIDDEN:
            continue
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(match_key(text).split())
