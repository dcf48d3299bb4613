"""Words by which people end messages and begin them again, in every language that is understood.

HELP is no such word: the bot answers it as it answers any question.
"""

import unicodedata
from enum import StrEnum
from functools import cache

from domain.understanding.language.registry import word_table

_LONGEST, _MOST_WORDS = 100, 8


class Consent(StrEnum):
    STOP = "stop"
    START = "start"


def consent_in(text: str, opt_out_type: str, *, is_whatsapp: bool) -> Consent | None:
    """What the message says of consent, as its whole: signs and smileys around the word say nothing
    else, nor does a "please". `opt_out_type` is Twilio's own reading, and wins: an account may have
    words of its own."""
    if opt_out_type:
        return {"STOP": Consent.STOP, "START": Consent.START}.get(opt_out_type.upper())
    words = _words_in(text) if len(text) <= _LONGEST else []
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    stops, stops_on_sms, starts, beside = _tables()
    said = " ".join(words)
    # A word that means more than that on its own has to stand on its own.
    if said in stops_on_sms and not is_whatsapp:
        return Consent.STOP
    if said in stops or _plainly(words, beside) in stops:
        return Consent.STOP
    return Consent.START if said in starts or _plainly(words, beside) in starts else None


def _words_in(text: str) -> list[str]:
    """In small letters of the usual width, without signs, emoji and what cannot be seen."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).casefold()
    return "".join(char if char.isalnum() else " " for char in plain).split()


def _plainly(words: list[str], beside: frozenset[str]) -> str:
    """Without politeness, and said once; letters that were written apart are one word."""
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    telling = [word for word in words if word not in beside]
    return telling[0] if len(set(telling)) == 1 else " ".join(telling)


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    return (
        word_table("opt_outs", "STOP"),
        word_table("opt_outs", "STOP_ON_SMS"),
        word_table("opt_outs", "START"),
        word_table("opt_outs", "BESIDE"),
    )
