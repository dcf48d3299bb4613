"""Questions that rest on what was said before them: "what does that cost from Austria?"."""

import re

from domain.follow_ups import EarlierAnswer, FollowUp, Resting
from domain.understanding.language.registry import by_language

_FILE = "standing_alone"
_TABLES: dict[str, dict[str, re.Pattern[str]]] = {
    table: {
        language: re.compile(pattern, re.IGNORECASE)
        for language, pattern in by_language(_FILE, table).items()
    }
    for table in ("EXPLETIVES", "REFERS", "EMPTY", "OPENINGS", "VERBS")
}
_WITHIN = re.compile(r"[,;:.!?]\s|\s[-\u2013\u2014]\s")
"""Where a message is more than one clause, its own first one may be what the second refers to."""
_MOST_WORDS = 5
_SPACES = re.compile(r"\s+")


def resting(question: str, language: str) -> Resting:
    """How far it rests on what was said before, as its words tell."""
    if rests_on_before(question, language):
        return Resting.WHOLLY
    return Resting.PERHAPS if is_cut_short(question, language) else Resting.HARDLY


def follow_up(question: str, earlier: EarlierAnswer | None, language: str) -> FollowUp | None:
    """As the question is looked up after this answer; None where there was none."""
    if earlier is None:
        return None
    return FollowUp(earlier=earlier, resting=resting(question, language))


def refers_back(text: str, language: str) -> bool:
    """Whether some word of it stands for something outside of it, or may do so. False in languages
    without tables."""
    return _refers(_emptied(text, language, "EXPLETIVES"), language)


def rests_on_before(text: str, language: str) -> bool:
    """Whether its first clause cannot be meant without what was said before.

    Stricter than `refers_back`: what a second clause refers to may stand in the first.
    """
    first = _WITHIN.split(_emptied(text, language, "EMPTY"), maxsplit=1)[0]
    return _refers(first, language)


def is_cut_short(text: str, language: str) -> bool:
    """Whether it is the part of a question that differs: "from which amount?", "since when?"."""
    opening = _TABLES["OPENINGS"].get(language)
    said = _folded(text)
    if opening is None or len(said.split()) > _MOST_WORDS or not opening.search(said):
        return False
    return _TABLES["VERBS"][language].search(said) is None


def _refers(emptied: str, language: str) -> bool:
    refers = _TABLES["REFERS"].get(language)
    return refers is not None and refers.search(emptied) is not None


def _emptied(text: str, language: str, table: str) -> str:
    """Without the words that look like references and refer to nothing."""
    empty = _TABLES[table].get(language)
    return empty.sub(" ", _folded(text)) if empty else _folded(text)


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text.casefold().replace("\u2019", "'")).strip()
