"""Conditions of a sentence, the bounds of its numbers, and who does what in it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.generated_answers.claims import is_telling, stem, tokens_of, value_of
from domain.understanding.language.registry import listed, word_table
from domain.values import Frozen

_CONDITIONS = word_table("grounding", "CONDITIONS")
_RESTRICTING = word_table("grounding", "RESTRICTING")
_POSSIBLE = word_table("grounding", "POSSIBLE")
_US, _THEM = word_table("grounding", "US"), word_table("grounding", "CUSTOMERS")
_POLITE = word_table("grounding", "POLITE")
"""With a capital letter they are the customer, without one somebody else."""
_BY, _TO = word_table("grounding", "DONE_BY"), word_table("grounding", "DONE_TO")
_ARTICLES = word_table("grounding", "ARTICLES")
_CLAUSE_END = re.compile(r"[;:!?,.]\s|\s[-\u2013\u2014]\s")
_WORD = re.compile(r"[^\W_]{1,60}")
_MOST_WORDS, _NEAR, _RESTRICTED, _NEAR_NUMBER = 200, 5, 2, 3
_BOUNDS: dict[str, tuple[str, ...]] = {
    "least": tuple(listed("grounding", "AT_LEAST")),
    "most": tuple(listed("grounding", "AT_MOST")),
}


class Conditions(Frozen):
    """Words by their stems."""

    conditions: tuple[frozenset[str], ...]
    """For each "if": what must be so."""
    restrictions: tuple[frozenset[str], ...]
    """For each "only": what follows it."""
    done_by: dict[str, frozenset[str]]
    """What somebody does -> "us" or "customers"; both, where both do."""
    bounds: dict[str, frozenset[str]]
    """A number as its digits -> "least" or "most", where it is one."""


@lru_cache(maxsize=4_000)
def conditions_of(text: str) -> Conditions:
    """Read once; passages come again."""
    clauses = [_WORD.findall(clause)[:_MOST_WORDS] for clause in _CLAUSE_END.split(text)]
    lower = [[word.lower() for word in clause] for clause in clauses]
    done_by: dict[str, frozenset[str]] = {}
    for clause in clauses:
        for what, who in _deeds(clause):
            done_by[what] = done_by.get(what, frozenset()) | {who}
    return Conditions(
        conditions=tuple(_following(lower, _CONDITIONS, _MOST_WORDS)),
        restrictions=tuple(_following(lower, _RESTRICTING, _RESTRICTED)),
        done_by=done_by,
        bounds=_bounds([token.lower() for token in tokens_of(text)]),
    )


def _bounds(tokens: list[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for at, token in enumerate(tokens):
        value = value_of(token)
        if value is None:
            continue
        before = f" {' '.join(tokens[max(at - _NEAR_NUMBER, 0) : at])} "
        for bound, signs in _BOUNDS.items():
            if any(f" {sign} " in before for sign in signs):
                found[value] = found.get(value, frozenset()) | {bound}
    return found


def _following(
    clauses: list[list[str]], signs: frozenset[str], most: int
) -> Iterator[frozenset[str]]:
    for words in clauses:
        for at, word in enumerate(words):
            if word in signs:
                telling = [
                    one
                    for one in words[at + 1 :]
                    if (is_telling(one) or one.isdecimal()) and one not in _POSSIBLE
                ]
                yield frozenset(map(stem, telling[:most]))


def _deeds(words: list[str]) -> Iterator[tuple[str, str]]:
    """The first telling word after somebody is what they do; before "by" somebody, too."""
    for at, word in enumerate(words):
        who = _who(word)
        if who is None:
            continue
        before = [one.lower() for one in words[max(at - _NEAR, 0) : at]]
        while before and before[-1] in _ARTICLES:
            before.pop()
        if before and before[-1] in _TO:
            continue
        if before and before[-1] in _BY:
            near = reversed(before)
        else:
            after = words[at + 1 : at + 1 + _NEAR]
            end = next((n for n, one in enumerate(after) if _who(one)), len(after))
            near = iter([one.lower() for one in after[:end]])
        if did := next((one for one in near if is_telling(one)), None):
            yield stem(did), who


def _who(word: str) -> str | None:
    lower = word.lower()
    if lower in _US:
        return "us"
    is_polite = word in _POLITE or (lower in _POLITE and word[0].isupper())
    return "customers" if lower in _THEM or is_polite else None
