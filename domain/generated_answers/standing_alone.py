"""Questions whose answer is everybody's: nothing said before, nobody in particular, no one day."""

import re

from domain.understanding.language.registry import by_language
from domain.understanding.references_back import refers_back

_FILE = "standing_alone"
_PATTERNS: dict[str, dict[str, re.Pattern[str]]] = {
    table: {
        language: re.compile(pattern, re.IGNORECASE)
        for language, pattern in by_language(_FILE, table).items()
    }
    for table in ("ON_A_DAY", "TELLS_OF_ONESELF", "OWNS", "IN_GENERAL")
}
_GREETINGS: dict[str, frozenset[str]] = by_language(_FILE, "GREETINGS")
_IDENTIFIES = re.compile(
    r"@|https?:|www\.|\d[\d /-]{3,30}\d|\b[a-z]{1,4}-?\d{4,20}\b", re.IGNORECASE
)
"""Addresses, and numbers of orders, phones and accounts."""
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")
_LEAST_WORDS, _LONGEST = 3, 300


def why_not_alone(question: str, language: str) -> str:
    """Empty where the question stands alone; else the kind of the doubt, for the metrics."""
    if language not in _GREETINGS:
        return "language"
    text = _SPACES.sub(" ", question.casefold().replace("\u2019", "'")).strip()
    if len(text) > _LONGEST or len(_WORD.findall(text)) < _LEAST_WORDS:
        return "length"
    if _IDENTIFIES.search(text):
        return "identifies"
    found = {table: patterns[language] for table, patterns in _PATTERNS.items()}
    is_owned = found["OWNS"].search(text) and not found["IN_GENERAL"].search(text)
    if is_owned or found["TELLS_OF_ONESELF"].search(text):
        return "personal"
    if found["ON_A_DAY"].search(text):
        return "time"
    return "reference" if refers_back(text, language) else ""


def is_greeting(text: str, language: str) -> bool:
    """Whether it says nothing that an answer could rest on."""
    words = _WORD.findall(text.casefold())
    return len(words) <= _LEAST_WORDS + 1 and all(
        word in _GREETINGS.get(language, frozenset()) for word in words
    )
