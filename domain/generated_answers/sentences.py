"""Sentences of a model's text, with the characters at which they stand."""

import re
from typing import NamedTuple

from domain.chunking import MAX_SENTENCE, split_sentences

MOST_SENTENCES = 40
_ENDS = ("\n", ".", "!", "?")
_LINE = re.compile(r"[^\n]+")
_LIST_MARK = re.compile(r"\s{0,20}(?:[-*\u2022\u00b7]|\d{1,2}[.)])\s")


class SpannedSentence(NamedTuple):
    """`text[start:end]` of the whole."""

    start: int
    end: int
    text: str


def sentences_of(text: str) -> list[SpannedSentence]:
    """In their order, list marks left out; the last one holds whatever is beyond the most."""
    found: list[SpannedSentence] = []
    for line in _LINE.finditer(text):
        mark = _LIST_MARK.match(line.group())
        at = line.start() + (mark.end() if mark else 0)
        for sentence in split_sentences(text[at : line.end()]):
            words = sentence.split()
            start = text.index(words[0], at)
            at = _end_of(text, words, start)
            found.append(SpannedSentence(start, at, text[start:at]))
    if len(found) > MOST_SENTENCES:
        last = found[MOST_SENTENCES - 1].start
        end = found[-1].end
        found[MOST_SENTENCES - 1 :] = [SpannedSentence(last, end, text[last:end])]
    return found


def whole_sentences(text: str) -> str:
    """The beginning of a text that still grows, up to the last sentence that has ended: the one
    after it shows that it has."""
    found = sentences_of(text)
    if text.endswith("\n") or not found:
        return text[: found[-1].end] if found else ""
    return text[: found[-2].end] if len(found) > 1 else ""


def may_have_ended(rest: str) -> bool:
    """Whether a sentence may have ended in what has come since the last one that had. A text that
    grows by a word at a time is not read anew with each."""
    return len(rest) > MAX_SENTENCE or any(end in rest for end in _ENDS)


def _end_of(text: str, words: list[str], start: int) -> int:
    """After all words in turn, whatever space is between them."""
    for word in words:
        start = text.index(word, start) + len(word)
    return start
