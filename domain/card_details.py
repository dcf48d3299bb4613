"""Expiry dates and security codes of cards, beside their numbers or by their names."""

import re
from collections.abc import Iterator, Sequence

from domain.understanding.language.registry import fragment, side_by_side

Span = tuple[int, int]
Masked = tuple[int, int, str]
_CODE_SHOWN, _EXPIRY_SHOWN = "•••", "••/••"
_MONTHS = "|".join(
    re.escape(name) for names in side_by_side("calendar_words", "MONTHS") for name in names
)
_FILLED = rf"(?:\W{{0,5}}(?:{fragment('payment', 'FILLING')})\b){{0,3}}\W{{0,5}}"
_ANY_WORDS = r"(?:\W{1,5}[^\W\d_]{1,10}){0,4}\W{0,5}"
"""Where a card is named, too, "the code on its back is 123" is no other code."""
_NO_MORE = r"(?!\d|[.,/-]\d)"
_YEAR = rf"(?:20)?[2-4]\d{_NO_MORE}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = (
    rf"(?:{_MONTH}\s{{0,2}}[/.|;\u2010-\u2015-]\s{{0,2}}{_YEAR}"
    rf"|{_MONTH}\s{{1,2}}{_YEAR}|(?:0[1-9]|1[0-2])[2-4]\d{_NO_MORE}"
    rf"|(?:{_MONTHS})\W{{1,3}}{_YEAR})"
)
_CODE = rf"\d(?:[ .-]?\d){{2,3}}{_NO_MORE}"
_NAMES_OF_CODES = fragment("payment", "CODES")
_NEAR_CARDS = rf"{_NAMES_OF_CODES}|{fragment('payment', 'CODES_OF_CARDS')}"
_EXPIRES = fragment("payment", "EXPIRY")
_ANY_CASE = re.IGNORECASE
_NAMED_CODE = re.compile(
    rf"(?<![^\W\d_])(?:{_NAMES_OF_CODES}){_FILLED}(?P<value>{_CODE})", _ANY_CASE
)
_CARDS_CODE = re.compile(
    rf"(?<![^\W\d_])(?:{_NEAR_CARDS}){_ANY_WORDS}(?P<value>{_CODE})", _ANY_CASE
)
_CARDS_EXPIRY = re.compile(rf"(?<![^\W\d_])(?:{_EXPIRES}){_ANY_WORDS}(?P<value>{_DATE})", _ANY_CASE)
_NEXT = re.compile(
    rf"[\W_]{{0,8}}(?:(?>(?:{_EXPIRES}|{_NEAR_CARDS}|{fragment('payment', 'FILLING')})\b"
    rf"[\W_]{{0,5}})){{0,4}}(?:(?P<expiry>{_DATE})|(?P<code>{_CODE}))",
    _ANY_CASE,
)
_ENDS = re.compile(r"\W{0,8}(?:\Z|\n)|[.,;:!?)|]\s|\s?[|;,/(]")
_MOST_DETAILS = 3


def details_of_cards(text: str, cards: Sequence[Span]) -> list[Masked]:
    """What to write instead, and where. Without a card only what is named a card's code; "12/26"
    and "code 1234" are of anything else, too."""
    found = list(_named(_NAMED_CODE, text, _CODE_SHOWN))
    if cards:
        found += _named(_CARDS_CODE, text, _CODE_SHOWN)
        found += _named(_CARDS_EXPIRY, text, _EXPIRY_SHOWN)
    for _, end in cards:
        found += _after_card(text, end)
    return found


def details_alone(text: str) -> list[Masked]:
    """In a message of nothing else, after one with a card; empty where it says more."""
    found = list(_after_card(text, 0))
    is_all = bool(found) and not any(sign.isalnum() for sign in text[found[-1][1] :])
    return found if is_all else []


def _named(pattern: re.Pattern[str], text: str, shown: str) -> Iterator[Masked]:
    for match in pattern.finditer(text):
        yield *match.span("value"), shown


def _after_card(text: str, at: int) -> Iterator[Masked]:
    """One after the other. A number by itself is a code only where nothing follows that it could
    count: "250 euros" is none."""
    has_expiry = False
    for _ in range(_MOST_DETAILS):
        match = _NEXT.match(text, at)
        if match is None:
            return
        kind = "expiry" if match["expiry"] else "code"
        is_bare = not any(sign.isalpha() for sign in text[at : match.start(kind)])
        at = match.end()
        if kind == "code" and is_bare and not has_expiry and not _ends_or_goes_on(text, at):
            return
        has_expiry |= kind == "expiry"
        yield *match.span(kind), _EXPIRY_SHOWN if kind == "expiry" else _CODE_SHOWN


def _ends_or_goes_on(text: str, at: int) -> bool:
    if _ENDS.match(text, at) is not None:
        return True
    after = _NEXT.match(text, at)
    return after is not None and (
        after["expiry"] is not None or _ENDS.match(text, after.end()) is not None
    )
