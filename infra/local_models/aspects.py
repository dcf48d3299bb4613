"""Aspects of a question and of a sentence: the kind of fact, what is done, and for whom or when.

The fragments stand with each language. Here they become one pattern for each aspect, searched in
text as it would be read out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.understanding.language.registry import tables
from infra.local_models.spoken_form import spoken

_MOST_READ = 600
"""Characters of a sentence; what is longer is a table that lost its rows."""
_WITHIN = 5
"""Letters from which a fragment is found within a word of a language that puts words together."""
_SIGNS = str.maketrans({"€": " eur ", "$": " dollar ", "£": " pound ", "%": " percent "})


def _fragment(text: str, *, within: bool) -> str:
    body, end = (text[:-1], "(?= )") if text.endswith(".") else (text, "")
    begin = "" if within and len(body) >= _WITHIN else " "
    return f"{begin}{body}{end}"


def _fragments(name: str) -> dict[str, list[str]]:
    """For each aspect what any language says of it."""
    found: dict[str, list[str]] = {}
    joined = dict(tables("aspects", "JOINS_WORDS"))
    for language, table in tables("aspects", name):
        for aspect, fragments in table.items():
            parts = fragments.split("|")
            found.setdefault(aspect, []).extend(
                _fragment(part, within=bool(joined.get(language))) for part in parts
            )
    return found


_ASKS = {one: re.compile("|".join(parts)) for one, parts in _fragments("ASKS").items()}
_HOLDS = {one: re.compile("|".join(parts)) for one, parts in _fragments("HOLDS").items()}
_ACTIONS = {one: re.compile("|".join(parts)) for one, parts in _fragments("ACTIONS").items()}
_QUALIFIERS = {one: re.compile("|".join(parts)) for one, parts in _fragments("QUALIFIERS").items()}
_STARTS = re.compile("|".join(f" (?:{starts})(?= )" for _, starts in tables("aspects", "STARTS")))
_OPENS = re.compile(
    "|".join(f" (?:{opens})(?= )" for _, opens in tables("aspects", "OPENS")) or r"(?!)"
)
_DIGIT = re.compile(r"\d")
_PAIRS = (
    ("raise", "lower"), ("send", "receive"), ("block", "reopen"), ("activate", "deactivate"),
    ("before", "after"), ("most", "least"), ("withdraw", "deposit"), ("open", "close"),
    ("cancel", "extend"),
)  # fmt: skip
_OPPOSITES: dict[str, frozenset[str]] = {}
for _one, _other in _PAIRS:
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}

KINDS = tuple(_ASKS)
_LOOSE = frozenset({"may", "which", "required", "time"})
"""What begins a question that may go on to ask for something narrower, or says on what condition:
"can I cancel when …"."""
_NEAR_START = 24
"""Characters: "can you tell me how long" asks how long; behind that "when" begins a condition."""
_NARROWEST = ("age", "duration", "time", "price", "amount", "place", "person", "why", "how",
              "required", "which", "may")  # fmt: skip


@dataclass(frozen=True)
class Aspects:
    """Names of what a text asks for or holds."""

    kinds: frozenset[str]
    actions: frozenset[str]
    qualifiers: frozenset[str]

    wanted: str = ""
    """Of a question the kind of fact that it asks for first."""
    by_word: tuple[tuple[str, frozenset[str]], ...] = ()
    """Of a question the aspects that each of its words belongs to."""

    @property
    def opposites(self) -> frozenset[str]:
        """What would be the other direction of what it says."""
        said = self.actions | self.qualifiers
        return frozenset[str]().union(*(_OPPOSITES.get(one, frozenset()) for one in said)) - said


def asked_in(text: str) -> Aspects:
    words = _words(text)
    by_word: dict[str, set[str]] = {}
    kinds = _asked(_ASKS, words, by_word)
    actions = _asked(_ACTIONS, words, by_word)
    qualifiers = _asked(_QUALIFIERS, words, by_word)
    opening = _OPENS.search(words)
    if opening is not None and kinds.get("may", -1) > opening.start():
        del kinds["may"]  # "what is the limit" is no "is it allowed"
    return Aspects(
        frozenset(kinds),
        frozenset(actions),
        frozenset(qualifiers),
        wanted=_first(kinds),
        by_word=tuple((word, frozenset(aspects)) for word, aspects in by_word.items()),
    )


def _asked(
    patterns: dict[str, re.Pattern[str]], words: str, by_word: dict[str, set[str]]
) -> dict[str, int]:
    """Where each aspect begins; which words say it is added to `by_word`."""
    starts: dict[str, int] = {}
    for aspect, pattern in patterns.items():
        for match in pattern.finditer(words):
            starts.setdefault(aspect, match.start())
            begin = words.rfind(" ", 0, match.start() + 1)
            end = words.find(" ", match.end())
            for word in words[begin:end].split():
                by_word.setdefault(word, set()).add(aspect)
    return starts


def _first(starts: dict[str, int]) -> str:
    """A question begins with what it asks for; of two that begin together the narrower."""
    early = min(starts.values(), default=0)
    narrow = {
        kind: start
        for kind, start in starts.items()
        if kind not in _LOOSE and start <= early + _NEAR_START
    }
    places = narrow or starts
    return min(places, key=lambda kind: (places[kind], _NARROWEST.index(kind)), default="")


@lru_cache(maxsize=4_096)
def held_in(text: str) -> Aspects:
    words = _words(text)
    kinds = _found(_HOLDS, words)
    if _DIGIT.search(words):
        kinds |= {"amount"}
    if _STARTS.match(words):
        kinds |= {"how"}
    return Aspects(kinds, _found(_ACTIONS, words), _found(_QUALIFIERS, words))


def _words(text: str) -> str:
    return spoken(text[:_MOST_READ].translate(_SIGNS)).words


def _found(patterns: dict[str, re.Pattern[str]], words: str) -> frozenset[str]:
    return frozenset(aspect for aspect, pattern in patterns.items() if pattern.search(words))
