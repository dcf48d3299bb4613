"""Words of customers who wait: giving up, or asking how it stands."""

from domain.understanding.acts.negation import negations
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import listed, phrase_lists, phrase_table, word_table

_LISTS = phrase_lists("waiting", "LISTS")
_GIVEN_UP = Phrases(phrase_table("waiting", "GIVEN_UP"), _LISTS)
_LETS_IT_BE = Phrases(phrase_table("waiting", "LETS_IT_BE"))
""" "Forget it, I'll call": whatever follows is a reason, unless it goes on waiting."""
_WAITS_ON = word_table("waiting", "WAITS_ON")
_TO_THE_BOT = Phrases(phrase_table("waiting", "TO_THE_BOT"), _LISTS)
_GOES_ON = Phrases(phrase_table("waiting", "GOES_ON"))
_TAKES_BACK_WISH = Phrases(phrase_table("waiting", "TAKES_BACK_WISH"))
_NO_BOT = Phrases(phrase_table("waiting", "NO_BOT"))

_NEWS = Phrases(phrase_table("waiting", "NEWS"), _LISTS)
_BESIDE = word_table("waiting", "BESIDE")


_TELLING = word_table("waiting", "TELLING")


_PRODS = word_table("waiting", "PRODS")
"""A question of nothing but these is for what is awaited: "so?", "und jetzt?"."""
_LEADS_IN: tuple[str, ...] = listed("waiting", "LEADS_IN")
_MOST_PRODS = 3


def stops_waiting(text: str, language: str = "en") -> bool:
    """Whether somebody who waits for a human says that they no longer do."""
    key = plain_key(text, language)
    for said in _LEADS_IN:
        key = key.removeprefix(f"{said} ")
    if text.rstrip().endswith("?") and key in _GOES_ON:
        return False
    if key in _TO_THE_BOT:
        return not negations(text)
    if key in _LETS_IT_BE:
        return _WAITS_ON.isdisjoint(_LETS_IT_BE.without(key).split())
    if key not in _GIVEN_UP or key in _NO_BOT:
        return False
    return key not in _GOES_ON or (key in _TAKES_BACK_WISH and not text.rstrip().endswith("?"))


def asks_how_it_stands(
    text: str, language: str = "en", topic: frozenset[str] = frozenset()
) -> bool:
    """Whether the message asks only that, beside words of the topic that it may be about."""
    key = plain_key(text, language)
    words = key.split()
    if text.rstrip().endswith("?") and 0 < len(words) <= _MOST_PRODS and _PRODS.issuperset(words):
        return True
    if key not in _NEWS and _TELLING.isdisjoint(words):
        return False
    return all(word in _BESIDE or word in _NEWS.words or word in topic for word in words)
