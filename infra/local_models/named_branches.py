"""Branches that a question names by their town: "the Vienna store", "eure Wiener Filiale".

Opening hours are said of all stores at once, so that they seem to answer for a town that has none.
"""

import re
from collections.abc import Iterable, Iterator

from domain.understanding.language.registry import listed, merged, word_table

_BRANCHES = word_table("knowledge", "BRANCHES")
_IN = word_table("knowledge", "BRANCH_IN")
_TOWN_ENDINGS: tuple[str, ...] = listed("knowledge", "TOWN_ENDINGS")
_TOWNS_ELSEWHERE: dict[str, str] = merged("knowledge", "TOWNS_ELSEWHERE")
_NO_TOWNS = word_table("knowledge", "NO_TOWNS")
_TOKEN = re.compile(r"\w+")
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
        if token.casefold() not in _BRANCHES:
            continue
        if place > 1 and _is_town(tokens[place - 1], is_before=True):
            yield tokens[place - 1].casefold()
        after = tokens[place + 1 : place + 3]
        if len(after) > 1 and after[0].casefold() in _IN and _is_town(after[1]):
            yield after[1].casefold()


def _is_town(token: str, *, is_before: bool = False) -> bool:
    word = token.casefold()
    is_name = token[:1].isupper() and not token.isupper() and word not in _NO_TOWNS
    return is_name and not (is_before and word in _BRANCHES)


def _forms(town: str) -> Iterator[str]:
    """ "Wiener" is of Wien, which is Vienna."""
    stems = [town, *(town.removesuffix(end) for end in _TOWN_ENDINGS if town.endswith(end))]
    for stem in stems:
        if len(stem) >= _SHORTEST_STEM:
            yield stem
            for one, other in _TOWNS_ELSEWHERE.items():
                if one.startswith(stem) or other == stem:
                    yield from (one, other)
