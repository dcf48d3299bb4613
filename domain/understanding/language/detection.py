"""The language a customer writes in, among those that their bot speaks.

Told by small, frequent words that the other languages do not have, and by letters of its own.
Deterministic, and linear in the text.
"""

import re
from collections.abc import Sequence

from domain.understanding.language.registry import by_language, merged, word_table
from domain.understanding.preprocess import match_key
from domain.values import (
    Frozen,
)

_MOST_WORDS = 80
"""Of a message: what decides stands near its beginning."""
_SENTENCE = 3
"""Words from which on a message may change the language that a conversation has; a shorter one
where each of its words is a sign."""
_CLEARLY = 2
"""How many signs it takes to change it, and how many times as many as of the language so far."""

_SIGNS: dict[str, frozenset[str]] = by_language("detection", "SIGNS")
_NAMES: dict[str, str] = merged("detection", "NAMES")
_WISHES = word_table("detection", "WISHES")
_LONGEST_WISH = 10
_SHARED = word_table("detection", "SHARED")
"""Words of two languages: of little weight, and of none beside others that are clear."""
_OF_AN_ENDING = 0.5
_LETTERS: dict[str, re.Pattern[str] | None] = by_language("detection", "LETTERS")
_SPELLED_OUT: dict[str, str] = merged("detection", "SPELLED_OUT")
_ENDINGS: dict[str, re.Pattern[str] | None] = by_language("detection", "ENDINGS")


class Tongue(Frozen):
    """The locale to answer in, and whether the customer's own words have shown it."""

    locale: str
    is_shown: bool = False


def tongue_of(
    text: str,
    current: Tongue,
    locales: Sequence[str],
    preferred: Sequence[str] = (),
) -> Tongue:
    """`preferred` is what the customer's browser asks for; it counts until words show more.

    While nothing was shown, one clear sign is enough; afterwards it takes a sentence.
    """
    asked_for = _asked_for(text, locales)
    if asked_for is not None:
        return Tongue(locale=_locale_for(asked_for, current, locales, preferred), is_shown=True)
    signs = signs_of(text)
    best = _clearest(signs, locales)
    if best is None:
        return current if current.is_shown else _preferred(current, locales, preferred)
    here = language_of(current.locale)
    if not current.is_shown or best == here:
        return Tongue(locale=_locale_for(best, current, locales, preferred), is_shown=True)
    words = len(match_key(text).split())
    is_sentence = words >= _SENTENCE or signs[best] >= words
    is_clear = signs[best] >= max(_CLEARLY, _CLEARLY * signs.get(here, 0))
    if not is_sentence or not is_clear:
        return current
    return Tongue(locale=_locale_for(best, current, locales, preferred), is_shown=True)


def signs_of(text: str) -> dict[str, float]:
    """How much speaks for each language that we can tell."""
    words = match_key(text).split()[:_MOST_WORDS]
    plain = [_spelled_out(word) for word in words]
    return {
        language: sum(
            _weight(language, word, spelled) for word, spelled in zip(words, plain, strict=True)
        )
        for language in _SIGNS
    }


def language_of(locale: str) -> str:
    """The language of a locale, such as "de" of "de-AT"."""
    return locale.replace("_", "-").partition("-")[0].casefold()


def _asked_for(text: str, locales: Sequence[str]) -> str | None:
    """The language that the customer asks to be answered in: "can we speak German?"."""
    words = set(match_key(text).split())
    if len(words) > _LONGEST_WISH or not words & _WISHES:
        return None
    spoken = {language_of(locale) for locale in locales}
    named = {_NAMES[word] for word in words & set(_NAMES)} & spoken
    return next(iter(named)) if len(named) == 1 else None


def _weight(language: str, word: str, spelled: str) -> float:
    letters, ending = _LETTERS.get(language), _ENDINGS.get(language)
    if letters is not None and letters.search(word):
        return 1.0
    if word in _SIGNS[language] or spelled in _SIGNS[language]:
        return 0.25 if word in _SHARED else 1.0
    return _OF_AN_ENDING if ending is not None and ending.search(word) else 0.0


def _spelled_out(word: str) -> str:
    """Without letters such as umlauts, as those write them who have none on their keyboard."""
    for letter, letters in _SPELLED_OUT.items():
        word = word.replace(letter, letters)
    return word


def _clearest(signs: dict[str, float], locales: Sequence[str]) -> str | None:
    """The language with the most signs, where the tenant speaks it and no other comes near."""
    spoken = {language_of(locale) for locale in locales}
    ranked = sorted(signs, key=lambda language: -signs[language])
    best = ranked[0]
    rival = max((signs[language] for language in ranked[1:]), default=0)
    if best not in spoken or signs[best] < _OF_AN_ENDING or signs[best] <= rival:
        return None
    return best


def _preferred(current: Tongue, locales: Sequence[str], preferred: Sequence[str]) -> Tongue:
    for wanted in preferred:
        for locale in (*_same(wanted, locales), *_same_language(wanted, locales)):
            return Tongue(locale=locale)
    return current


def _locale_for(
    language: str, current: Tongue, locales: Sequence[str], preferred: Sequence[str]
) -> str:
    """The tenant's locale for a language: the one there is, the browser's, or the first."""
    own = [locale for locale in locales if language_of(locale) == language]
    if current.locale in own:
        return current.locale
    wanted = (found for one in preferred for found in _same(one, own))
    return next(wanted, own[0] if own else current.locale)


def _same(wanted: str, locales: Sequence[str]) -> list[str]:
    return [locale for locale in locales if locale.casefold() == wanted.casefold()]


def _same_language(wanted: str, locales: Sequence[str]) -> list[str]:
    return [locale for locale in locales if language_of(locale) == language_of(wanted)]
