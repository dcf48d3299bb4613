"""The clauses of a message, and whether one only says why."""

import re
from collections.abc import Sequence

from domain.understanding.acts.refusal_words import ASKS_FOR
from domain.understanding.acts.refusals import refusal
from domain.understanding.acts.yes_words import ASKING, CONTRAST, STRONG_YES
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.preprocess import match_key

_ENDS = re.compile(
    r"(?:[,;!:\n\u2013\u2014]|\.(?!\d)|\s-(?=\s)"
    rf"|\b(?:{fragment('clauses', 'JOINING')})\b)\s{{0,3}}",
    re.IGNORECASE,
)
_NO_CONDITION = word_table("clauses", "NO_CONDITION")
_NO_CONDITION_PHRASE = re.compile(fragment("clauses", "NO_CONDITION_PHRASE"))
_LEADS_IN = word_table("clauses", "LEADS_IN")
_MOST = 6
"""Of a message. Who says more tells a story."""
_WISHING = ASKS_FOR - word_table("clauses", "LIGHT_WISHES")
_INTERROGATIVE = word_table("clauses", "INTERROGATIVE")


def clauses_of(text: str) -> list[str]:
    """In order, without what joins them; empty where there are too many."""
    found = [part for part in _ENDS.split(text) if match_key(part)]
    return found if len(found) <= _MOST else []


def sets_a_condition(words: Sequence[str]) -> bool:
    """Whether "if", "but", "until" or the like stands there; "after all" is none of them."""
    plain = _NO_CONDITION_PHRASE.sub("", " ".join(words)).split()
    return not CONTRAST.isdisjoint(set(plain) - _NO_CONDITION)


def only_explains(clause: str) -> bool:
    """ "I made a mistake", "meine Mail ist …": no wish, question, condition or yes of its own."""
    words = match_key(clause).split()
    first = next((word for word in words if word not in _LEADS_IN), "")
    if first in ASKING or first in STRONG_YES or not _INTERROGATIVE.isdisjoint(words[:2]):
        return False
    if sets_a_condition(words):
        return False
    return _WISHING.isdisjoint(words) or refusal(clause) is not None
