"""Fences around text that is data: of customers, documents and tools.

A prompt says which words mark data, and they hold a number that is drawn anew for each request, so
that no text can close its own fence. What looks like a vendor's mark of a role is broken up.
"""

import re
import unicodedata
from typing import NamedTuple

MOST_CHARACTERS = 20_000
"""Of one piece of data; more is cut off."""
_KEPT = frozenset("\n\t")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
"""Of ASCII what is hidden."""
_MARKS = re.compile(
    r"<\|?(?=/?(?:im_|start|end|sys|system|user|assistant|begin|eot|tool|data)[\w|]{0,30})"
    r"|\[/?INST\]|<<|>>|\[\[|\]\]|```",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"(?<!\w)(system|assistant|user|developer|instructions?|human|ai)\s{0,5}:", re.IGNORECASE
)
_BROKEN = {"<<": "\u2039\u2039", ">>": "\u203a\u203a", "```": "'''", "[[": "[ [", "]]": "] ]"}


class Fence(NamedTuple):
    """`nonce` is random and of one request."""

    nonce: str

    def around(self, what: str, text: str) -> str:
        """The text as data. `what` is a name of ours, such as "summary"."""
        return f"<<{self.nonce} {what}>>\n{self.cleaned(text)}\n<<{self.nonce} end>>"

    def cleaned(self, text: str) -> str:
        """Without what could pass for our fence or for another speaker."""
        return self.without(cleaned(text))

    def without(self, text: str) -> str:
        """A text that is clean but for our own number."""
        return text.replace(self.nonce, "")


def cleaned(text: str) -> str:
    """Printed characters only, with marks of roles broken up; the words stay."""
    plain = without_hidden(text[:MOST_CHARACTERS])
    marked = _MARKS.sub(lambda found: _BROKEN.get(found.group(), "\u2039"), plain)
    return _ROLES.sub(r"\1 -", marked)


def without_hidden(text: str) -> str:
    """Without zero-width characters, those that turn the direction of writing, tags and control
    characters: a reader does not see them, and a model does."""
    if text.isascii():
        return _CONTROLS.sub("", text)
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in _KEPT or unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cn", "Cs"}
    )
