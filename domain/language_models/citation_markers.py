r"""Citations that a model writes into its text, such as [2]: taken out as it streams.

A marker cites the sentence before it. What may still become one is held back, a few characters at
most, so that none is ever shown.
"""

import re
from collections.abc import Iterator, Sequence

from domain.language_models.stream import CitedSpan, TextPiece

_LONGEST = 40
"""Characters that may be held back: blanks, and brackets that are not closed."""
_MARKER = re.compile(
    r"(?P<blanks>[ \t]{0,4})[\[【]\^?(?P<numbers>[0-9]{1,3}(?:[,;] ?[0-9]{1,3}){0,7})"
    r"(?:†[^\]】\n]{0,16})?[\]】]"
)
_BEGUN = re.compile(r"[ \t]{0,4}(?:[\[【]\^?(?:[0-9][0-9,; ]{0,30}(?:†[^\]】\n]{0,16})?)?)?\Z")
_OPENS = re.compile(r"[ \t]{0,4}[\[【]|[ \t]{1,4}\Z")
_NUMBER = re.compile(r"[0-9]{1,3}")
_SENTENCE_END = re.compile(r"[.!?…。\uff01\uff1f]['\")\]»”]{0,3}\s+|\n+")
_STOP = re.compile(r"[.!?…。\uff01\uff1f,;:'\")\]»”]{1,4}")
_SENTENCE_WITHIN = 2_000
"""Characters before a marker in which its sentence begins."""
_CERTAIN = 2
"""Digits: a longer number in brackets may be a year, and is a marker only where documents are that
many."""


class MarkerReader:
    """Text in as it comes; text without markers and spans out."""

    def __init__(self, document_ids: Sequence[str]) -> None:
        self._ids = tuple(document_ids)
        self._held = ""
        self._text = ""
        self._cited: list[str] = []
        """By markers that stand at the end of the text so far."""

    def add(self, text: str) -> Iterator[TextPiece | CitedSpan]:
        """What is certain by now."""
        self._held += text
        yield from self._read(is_last=False)

    def end(self) -> Iterator[TextPiece | CitedSpan]:
        """What was held back."""
        yield from self._read(is_last=True)
        yield from self._cite()

    def _read(self, *, is_last: bool) -> Iterator[TextPiece | CitedSpan]:
        shown: list[str] = []
        while self._held:
            opens = _OPENS.search(self._held)
            if opens is None:
                shown.append(self._held)
                self._held = ""
                break
            shown.append(self._held[: opens.start()])
            self._held = self._held[opens.start() :]
            marker = _MARKER.match(self._held)
            if marker is not None and self._is_ours(marker["numbers"]):
                yield from self._show(shown)
                self._note(marker["numbers"])
                self._held = self._held[marker.end() :]
            elif not is_last and marker is None and self._may_become_one():
                break
            else:
                width = max(opens.end() - opens.start(), 1)
                shown.append(self._held[:width])
                self._held = self._held[width:]
        yield from self._show(shown)

    def _may_become_one(self) -> bool:
        return len(self._held) <= _LONGEST and _BEGUN.match(self._held) is not None

    def _show(self, shown: list[str]) -> Iterator[TextPiece | CitedSpan]:
        text = "".join(shown)
        shown.clear()
        if self._cited and text:
            # "14 days [1]." cites up to the stop, wherever the text was split.
            stop = _STOP.match(text)
            end = stop.end() if stop is not None else 0
            yield from self._pass_on(text[:end])
            text = text[end:]
            if text:
                yield from self._cite()
        yield from self._pass_on(text)

    def _pass_on(self, text: str) -> Iterator[TextPiece]:
        if text:
            self._text += text
            yield TextPiece(text=text)

    def _is_ours(self, numbers: str) -> bool:
        return bool(self._ids) and all(
            len(number) <= _CERTAIN or 1 <= int(number) <= len(self._ids)
            for number in _NUMBER.findall(numbers)
        )

    def _note(self, numbers: str) -> None:
        for number in map(int, _NUMBER.findall(numbers)):
            if 1 <= number <= len(self._ids) and self._ids[number - 1] not in self._cited:
                self._cited.append(self._ids[number - 1])

    def _cite(self) -> Iterator[CitedSpan]:
        """The sentence before the markers, once more words follow them."""
        if not self._cited:
            return
        cited, self._cited = tuple(self._cited), []
        end = len(self._text.rstrip())
        start = max(end - _SENTENCE_WITHIN, 0)
        for found in _SENTENCE_END.finditer(self._text, start, end):
            start = found.end()
        if start < end:
            yield CitedSpan(start=start, end=end, text=self._text[start:end], document_ids=cited)
