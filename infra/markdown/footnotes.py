"""Footnotes: what stands at the foot of a page belongs to the sentence that points to it."""

import re

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(\S.*)$")
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_LONGEST = 300
_MOST_MARKS = 200
"""So that a document cannot grow without bound by pointing to one note again and again."""


class Footnotes:
    """Takes the notes out of a document's text, and puts each where it is pointed to."""

    def __init__(self, body: str) -> None:
        self._notes: dict[str, str] = {}
        self._left = _MOST_MARKS
        self.body = self._without_notes(body) if "[^" in body else body

    def within(self, text: str) -> str:
        """The text with each mark replaced by its note in brackets."""
        return _MARK.sub(self._note, text) if self._notes and "[^" in text else text

    def _note(self, mark: re.Match[str]) -> str:
        note = self._notes.get(mark[1])
        if note is None or self._left == 0:
            return mark[0] if note is None else ""
        self._left -= 1
        return f" ({note})"

    def _without_notes(self, body: str) -> str:
        """Lines stay where they are, so that warnings name the right ones."""
        lines, is_code = [], False
        for line in body.split("\n"):
            if _FENCE.match(line):
                is_code = not is_code
            found = None if is_code else _DEFINED.match(line)
            if found:
                self._notes[found[1]] = found[2].strip()[:_LONGEST].rstrip(".")
            lines.append("" if found else line)
        return "\n".join(lines)
