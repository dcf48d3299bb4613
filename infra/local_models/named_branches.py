"""Branches that a question names by their town: "the Vienna store", "eure Wiener Filiale".

Opening hours are said of all stores at once, so that they seem to answer for a town that has none.
"""

import re
from collections.abc import Iterable, Iterator

from domain.understanding.language.registry import listed, merged, word_table
from infra.local_models.common_words import has_plural

_BRANCHES = word_table("knowledge", "BRANCHES")
_IN = word_table("knowledge", "BRANCH_IN")
_TOWN_ENDINGS: tuple[str, ...] = listed("knowledge", "TOWN_ENDINGS")
_TOWNS_ELSEWHERE = {
    one.casefold(): other for one, other in merged("knowledge", "TOWNS_ELSEWHERE").items()
}
_NO_TOWNS = (
    word_table("knowledge", "NO_TOWNS")
    | word_table("knowledge", "UNITS")
    | word_table("knowledge", "AMOUNTS")
)
_NO_TOWN_ENDINGS = tuple(end.casefold() for end in listed("knowledge", "NO_TOWN_ENDINGS"))
_TOKEN = re.compile(r"\w+(?:[-\u2010\u2011]\w+){0,3}")
"""A joined word is one: "Web" is no town of a "Web-Shop", and "Baden-Baden" is one."""
_PART = re.compile(r"\w+")
_MOST_CHARACTERS, _SHORTEST_STEM = 400, 3


def names_unknown_branch(question: str, texts: Iterable[str]) -> bool:
    """Whether a branch is named by a town that none of the texts found for it speaks of."""
    towns = list(_towns(question[:_MOST_CHARACTERS]))
    if not towns:
        return False
    said = " ".join(texts).casefold()
    return not all(any(form in said for form in _forms(town)) for town in towns)


def _towns(question: str) -> Iterator[str]:
    tokens = _TOKEN.findall(question)
    for place, token in enumerate(tokens):
        word = token.casefold()
        if _PART.findall(word)[-1] not in _BRANCHES:
            continue
        if place > 1 and word in _BRANCHES and _is_town(tokens[place - 1], is_before=True):
            yield tokens[place - 1].casefold()
        after = tokens[place + 1 : place + 3]
        if len(after) > 1 and after[0].casefold() in _IN and _is_town(after[1]):
            yield after[1].casefold()


def _is_town(token: str, *, is_before: bool = False) -> bool:
    """Whether it may be one. Before a branch it may say of what kind it is, too: "Gift Shop"."""
    word = token.casefold()
    is_name = token[:1].isupper() and not token.isupper()
    if not is_name or word.endswith(_NO_TOWN_ENDINGS):
        return False
    parts = {word, *_PART.findall(word)}
    is_common = is_before and any(part in _BRANCHES or has_plural(part) for part in parts)
    return not is_common and parts.isdisjoint(_NO_TOWNS)


def _forms(town: str) -> Iterator[str]:
    """ "Wiener" is of Wien, which is Vienna."""
    stems = [town, *(town.removesuffix(end) for end in _TOWN_ENDINGS if town.endswith(end))]
    for stem in stems:
        if len(stem) >= _SHORTEST_STEM:
            yield stem
            for one, other in _TOWNS_ELSEWHERE.items():
                if one.startswith(stem) or other == stem:
                    yield from (one, other)
