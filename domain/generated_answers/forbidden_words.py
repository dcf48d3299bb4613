"""Words that an answer never holds: a tenant's banned ones, secrets, and the prompt's own."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from domain.generated_answers.plain_form import plain_form, without_leet
from domain.payment_secrets import masked

_SECRET = re.compile(
    r"-----BEGIN|(?<![\w-])eyJ[\w-]{10,2000}\.[\w-]{10,2000}|\b(?:sk|pk|rk|ghp|gho|xox[abps]|glpat|AKIA|ASIA)"
    r"[-_]?[A-Za-z0-9_-]{16,200}|\b[0-9a-fA-F]{32,128}\b|\b[A-Za-z0-9+/]{48,4000}={0,2}"
    r"|\b(?:password|passwd|passwort|api[ _-]?key|secret|token)\s?[:=]\s?\S{6,200}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SHINGLE = 6
"""So many words in a row from the prompt are no coincidence."""


def is_banned(text: str, banned: Iterable[str]) -> bool:
    """Whether one of the phrases stands in it as whole words, however it is spelled."""
    plain = plain_form(text)
    forms = [f" {' '.join(_WORD.findall(one))} " for one in (plain, without_leet(plain))]
    for phrase in banned:
        words = " ".join(_WORD.findall(plain_form(phrase)))
        if words and any(f" {words} " in form for form in forms):
            return True
    return False


def looks_secret(text: str) -> bool:
    """Keys, tokens and passwords by their looks, and numbers of cards and accounts."""
    return _SECRET.search(text) is not None or masked(text) != text


def leaks_prompt(text: str, instructions: str, nonce: str) -> bool:
    """Whether it tells the fence's number, or a row of words of the instructions."""
    plain = plain_form(text)
    if nonce and nonce in plain:
        return True
    told = set(_shingles(plain))
    return bool(told) and not told.isdisjoint(_rows_of(instructions))


@lru_cache(maxsize=64)
def _rows_of(instructions: str) -> frozenset[str]:
    """Read once for all sentences of an answer."""
    return frozenset(_shingles(plain_form(instructions)))


def _shingles(plain: str) -> Iterator[str]:
    words = _WORD.findall(plain)
    for at in range(len(words) - _SHINGLE + 1):
        yield " ".join(words[at : at + _SHINGLE])
