"""Text that customers may send: something to be seen in it, and no controls but line breaks."""

import unicodedata

from domain.messages import is_visible

_ALLOWED_CONTROLS = frozenset("\n\r\t")
_CUT_OFF = frozenset({"Cc", "Cs"})
_OLD_LINE_ENDS = str.maketrans(dict.fromkeys("\f\v\x85", "\n"))
"""They come with text that was copied out of a document, and mean a new line or page."""


def readable(text: str) -> str:
    """The text with line breaks as we know them. Raise ValueError, saying what it must hold."""
    text = text.translate(_OLD_LINE_ENDS)
    if not is_visible(text):
        raise ValueError("must hold more than spaces and invisible characters")
    if any(unicodedata.category(char) == "Cc" and char not in _ALLOWED_CONTROLS for char in text):
        raise ValueError("must hold no control characters but line breaks and tabs")
    return text


def visible(text: str, longest: int) -> str:
    """The text as a provider has handed it over: without controls and halves of characters, cut to
    size; "" where nothing of it can be seen."""
    kept = "".join(
        char
        for char in text.translate(_OLD_LINE_ENDS)
        if char in _ALLOWED_CONTROLS or unicodedata.category(char) not in _CUT_OFF
    )[:longest]
    return kept.strip() if is_visible(kept) else ""
