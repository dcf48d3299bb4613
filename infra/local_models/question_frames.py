"""The frame of a question: what is asked for, who does it, and whether it may or must be done."""

import re
from dataclasses import dataclass
from functools import cache

from domain.understanding.language.registry import by_language

_FILE = "question_frames"
_Asks = tuple[tuple[str, re.Pattern[str]], ...]
_REWORDED: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(asks), plain) for asks, plain in pairs)
    for language, pairs in by_language(_FILE, "REWORDED").items()
}
_LEADS_IN: dict[str, re.Pattern[str]] = {
    language: re.compile(
        "|".join(rf"\b{re.escape(lead)}\b" for lead in sorted(leads, key=len, reverse=True))
    )
    for language, leads in by_language(_FILE, "LEADS_IN").items()
}
_ASKS: dict[str, dict[str, _Asks]] = {
    table: {
        language: tuple((name, re.compile(rf"\b(?:{asks})\b")) for name, asks in pairs)
        for language, pairs in by_language(_FILE, table).items()
    }
    for table in ("ENCLOSES", "KINDS", "ACTORS", "OWNERS", "MODES")
}
_PAST: dict[str, re.Pattern[str]] = {
    language: re.compile(rf"\b(?:{asks})\b")
    for language, asks in by_language(_FILE, "PAST").items()
}
_IMPLIED: dict[str, dict[str, frozenset[str]]] = by_language(_FILE, "IMPLIED")
_SIGNS = str.maketrans(
    {"€": " eur ", "$": " usd ", "£": " gbp ", "%": " percent ", "°": " degree ", "&": " and "}
)
_HALF_OF_DAY = re.compile(r"(?<=\d) ?([ap])\.?m\b\.?")
_CONTRACTED = re.compile(r"\b(ca|wo|sha)n'?t\b|n't\b")
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_SPACES = re.compile(r"\s+")

POSSIBLE, MAY, WHETHER, WHO, HOW, WHEN, UNTIL = (
    "possible", "may", "whether", "who", "how", "when", "until when",
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What is asked about a thing."""

    kind: str
    actor: str
    """Whoever does it, where the question says so: "us", "you" or "they"."""
    owner: str
    """Whose the thing is, in the same way."""
    is_past: bool
    mode: str
    """ "must", "may" or "does", where the question says so beside its kind."""
    rest: str
    """The question without the words that ask."""

    def agrees(self, other: "Frame") -> bool:
        """Whether both may ask the same about the same thing."""
        if self.kind != other.kind and {self.kind, other.kind} not in _KINDRED:
            return False
        actors = {self.actor, other.actor}
        if len(actors) > 1 and ("" not in actors or self.kind == WHO):
            return False
        owners = {self.owner, other.owner}
        if (len(owners) > 1 and "" not in owners) or self.is_past != other.is_past:
            return False
        modes = {self.mode, other.mode}
        return self.kind in {HOW, UNTIL} or modes not in _CONTRARY.get(self.kind, _CONTRARY[""])


_KINDRED = ({POSSIBLE, MAY}, {POSSIBLE, WHETHER})
""" "Is delivery possible?" asks what "Do you deliver?" asks, and "Can I have it delivered?"."""
_CONTRARY = {"": ({"must", "may"},), WHEN: ({"must", "may"}, {"does", "may"})}


class Frames:
    """One language's tables."""

    def __init__(self, language: str) -> None:
        self._leads_in = _LEADS_IN[language]
        self._reworded = _REWORDED.get(language, ())
        self._enclosing = _asks("ENCLOSES", language)
        self._kinds = _asks("KINDS", language)
        self._actors = _asks("ACTORS", language)
        self._owners = _asks("OWNERS", language)
        self._modes = _asks("MODES", language)
        self._past = _PAST.get(language)
        self._implied = _IMPLIED.get(language, {})

    def frame(self, text: str) -> Frame:
        """The text is clean and short: some patterns look ahead a little from each word."""
        plain = self._plain(text)
        kind, asks = self._kind(plain)
        rest = plain.replace(asks, " ", 1) if asks else plain
        return Frame(
            kind=kind,
            actor=_first(self._actors, plain),
            owner=_first(self._owners, plain),
            is_past=self._past is not None and self._past.search(plain) is not None,
            mode=_first(self._modes, rest),
            rest=rest,
        )

    def implied(self, kind: str) -> frozenset[str]:
        """Words that such a question need not say."""
        return self._implied.get(kind, frozenset())

    def _plain(self, text: str) -> str:
        lower = text.casefold().replace("\u2019", "'").translate(_SIGNS)
        lower = _CONTRACTED.sub(lambda found: f"{_WHOLE.get(found[1] or '', '')} not", lower)
        lower = _HALF_OF_DAY.sub(r" \1.clock", lower)
        lower = self._leads_in.sub(" ", lower.replace("-", " ").replace("ß", "ss"))
        lower = _SPACES.sub(" ", lower).strip()
        for asks, plain in self._reworded:
            lower = asks.sub(plain, lower)
        return lower

    def _kind(self, plain: str) -> tuple[str, str]:
        """What is asked for first, and by which words; of those in one place the narrowest, which
        is listed first. What encloses the question's subject ("what does … cost") stays."""
        found = [
            (match.start(), place, name, match.group())
            for place, (name, pattern) in enumerate((*self._enclosing, *self._kinds))
            if (match := pattern.search(plain))
        ]
        if not found:
            return "", ""
        _, place, name, asks = min(found)
        return name, asks if place >= len(self._enclosing) else ""


@cache
def frames(language: str) -> Frames:
    """Those of a language with tables."""
    return Frames(language)


def _asks(table: str, language: str) -> _Asks:
    return _ASKS[table].get(language, ())


def _first(patterns: _Asks, text: str) -> str:
    found = [(match.start(), name) for name, one in patterns if (match := one.search(text))]
    return min(found)[1] if found else ""
