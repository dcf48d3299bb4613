"""A wish that is named and then turned down: "return it? No way", "forget about the refund".

What `refusals` reads is denied word by word. Here the words of the wish stand alone, and what is
beside them takes them back.
"""

import re
from itertools import islice

from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.language.registry import fragment, listed
from domain.understanding.preprocess import clean, match_key

_FILE = "late_refusals"
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n| [-\u2013\u2014] ")
_CLAUSE_END = re.compile(r"[,:]\s")
_SAYS_NO = frozenset(match_key(phrase) for phrase in listed(_FILE, "SAYS_NO"))
_TURNS_FROM = re.compile(rf"\b(?:{fragment(_FILE, 'TURNS_FROM')})\b")
_DROPS = re.compile(
    rf"^(?:(?:{fragment(_FILE, 'BEFORE_AN_ORDER')}) ){{0,3}}(?:{fragment(_FILE, 'DROPS')})\b"
)
_IS_OVER = re.compile(rf"\b(?:{fragment(_FILE, 'IS_OVER')})\b")
_ASIDE = re.compile(rf",?\s\b(?:{fragment(_FILE, 'ASIDE')})\b,?", re.IGNORECASE)
_SPACE_AND_MARKS = " \n.!?;"
_MOST_SENTENCES, _MOST_CLAUSES = 12, 30


def turned_down(text: str) -> tuple[str, ...]:
    """The parts of a message that name what is not wanted (any more)."""
    sentences = _sentences(clean(text))
    return (*_answered_with_no(sentences), *_taken_back(sentences))


def without_asides(text: str) -> str:
    """As long as the text, without what stands between a verb and its "not": "do not, under any
    circumstances, return it"."""
    return _ASIDE.sub(lambda found: " " * len(found.group()), text)


def _sentences(text: str) -> list[tuple[str, str]]:
    """Each with the sign at its end."""
    found, begin = [], 0
    for end in _SENTENCE_END.finditer(text):
        found.append((text[begin : end.start()].strip(_SPACE_AND_MARKS), end.group().strip()))
        begin = end.end()
        if len(found) == _MOST_SENTENCES:
            break
    found.append((text[begin:].strip(), ""))
    return [one for one in found if one[0]]


def _answered_with_no(sentences: list[tuple[str, str]]) -> tuple[str, ...]:
    """What was named before a last sentence that is a no. Of a question that the customer puts and
    answers, its first words are enough: "return it? Nope, I'll keep it"."""
    if len(sentences) < 2 or "?" in sentences[-1][1]:  # noqa: PLR2004 - a wish and its no
        return ()
    last, (named, sign) = sentences[-1][0], sentences[-2]
    if "?" in sign:
        last = _CLAUSE_END.split(last, maxsplit=1)[0]
    is_no = match_key(last) in _SAYS_NO or whole_answer(last) is False
    return (named,) if is_no else ()


def _taken_back(sentences: list[tuple[str, str]]) -> tuple[str, ...]:
    """Clause by clause: "forget my last message, I want to return it"."""
    found = []
    clauses = (one for text, sign in sentences if "?" not in sign for one in text.split(","))
    for key in map(match_key, islice(clauses, _MOST_CLAUSES)):
        if (turn := _TURNS_FROM.search(key)) or (turn := _DROPS.match(key)):
            found.append(key[turn.end() :])
        elif over := _IS_OVER.search(key):
            found.append(key[: over.start()])
    return tuple(found)
