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
    for table in (
        "EXPLETIVES",
        "REFERS",
        "EMPTY",
        "LEADS",
        "JOINS",
        "ASKS_OF_ANOTHER",
        "STANDS_FOR",
        "MAY_REFER",
        "NAMES_SOMETHING",
        "OPENINGS",
        "VERBS",
    )
}
_WITHIN = re.compile(r"[,;:.!?]\s|\s[-\u2013\u2014]\s")
"""Where a message is more than one clause, its own first one may be what the second refers to."""
_MOST_WORDS = 5
_SPACES = re.compile(r"\s+")


def resting(question: str, language: str) -> Resting:
    """How far it rests on what was said before, as the words of its first clause tell: what a
    second clause refers to may stand in the first. Hardly in languages without tables."""
    if language not in _TABLES["STANDS_FOR"]:
        return Resting.HARDLY
    found = _Clause(question, language)
    if found.asks_of_another or found.stands_for_something or (found.joins and found.lacks_verb):
        return Resting.WHOLLY
    is_doubtful = found.joins or found.is_cut_short or found.refers
    return Resting.PERHAPS if is_doubtful else Resting.HARDLY


class _Clause:
    """The first clause of a question, without what leads to it."""

    def __init__(self, question: str, language: str) -> None:
        self._language = language
        said = _folded(question)
        self.joins = self._has("JOINS", said)
        said = _TABLES["LEADS"][language].sub("", said)
        self._words = _first(said)
        self._emptied = _first(_TABLES["EMPTY"][language].sub(" ", said))
        """Without words that look like references and refer to nothing."""

    @property
    def asks_of_another(self) -> bool:
        """ "What about students?"."""
        return self._has("ASKS_OF_ANOTHER", self._words)

    @property
    def stands_for_something(self) -> bool:
        """A word of it stands for something that it does not name itself."""
        found = _TABLES["STANDS_FOR"][self._language].search(self._emptied)
        if found is None:
            return False
        return not self._has("NAMES_SOMETHING", self._emptied[: found.start()])

    @property
    def refers(self) -> bool:
        """Some word of it may refer to what was said: "also", "the other one"."""
        return self._has("MAY_REFER", self._emptied)

    @property
    def lacks_verb(self) -> bool:
        """It is no whole question."""
        return not self._has("VERBS", self._words)

    @property
    def is_cut_short(self) -> bool:
        """It is the part of a question that differs: "from which amount?", "since when?"."""
        is_short = len(self._words.split()) <= _MOST_WORDS
        return is_short and self._has("OPENINGS", self._words) and self.lacks_verb

    def _has(self, table: str, words: str) -> bool:
        return _TABLES[table][self._language].search(words) is not None


def follow_up(question: str, earlier: EarlierAnswer | None, language: str) -> FollowUp | None:
    """As the question is looked up after this answer; None where there was none."""
    if earlier is None:
        return None
    return FollowUp(earlier=earlier, resting=resting(question, language))


def refers_back(text: str, language: str) -> bool:
    """Whether some word of it stands for something outside of it, or may do so. False in languages
    without tables."""
    refers = _TABLES["REFERS"].get(language)
    if refers is None:
        return False
    return refers.search(_TABLES["EXPLETIVES"][language].sub(" ", _folded(text))) is not None


def _first(said: str) -> str:
    return _WITHIN.split(said, maxsplit=1)[0]


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text.casefold().replace("\u2019", "'")).strip()
