"""Hostile messages, meant to hold up everybody else: short to send, long to think about."""

from collections.abc import Mapping

from domain.messages import MAX_TEXT


def _filled(piece: str) -> str:
    """As long as a message may be, and not longer."""
    return (piece * (MAX_TEXT // len(piece) + 1))[:MAX_TEXT]


HOSTILE_TEXTS: Mapping[str, str] = {
    "numbers with full stops": _filled("\u2488"),
    "twenties with full stops": _filled("\u249b"),
    "digits and signs": _filled("1.,'"),
    "single letters": _filled("a a "),
    "one long word": _filled("a"),
    "one long word of many letters": _filled("pneumonoultramicroscopicsilicovolcanoconiosis"),
    "nested tags": "<b>" * 500 + "x" + "</b>" * 400,
    "nested brackets": _filled("[(*_`"),
    "unclosed links": _filled("[x]("),
    "nothing to see": _filled("\u200b\u200d"),
    "letters under marks": _filled("e\u0301\u0323"),
    "words that expand": _filled("\ufdfa"),
    "ligatures that expand": _filled("\ufb03\u3392"),
    "almost addresses": _filled("a.b-c+d@"),
    "an address without end": ("a@" + _filled("b."))[:MAX_TEXT],
    "almost telephone numbers": _filled("+49 (0) 30-"),
    "brackets and digits": _filled("(1) -"),
    "almost orders": _filled("A10000"),
    "almost dates": _filled("31.12."),
    "spaces": "x" + _filled(" \t\u00a0")[2:] + "x",
    "lines": _filled("a\n"),
    "quotes": _filled("\"'\u201c"),
    "both directions": _filled("\u202ea\u202d"),
    "yes and no": _filled("yes no "),
}
"""Each at most as long as the door lets in; by what they are made of."""
