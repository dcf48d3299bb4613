"""Numbers of cards and accounts that come in several messages, and what follows a card."""

import re
from typing import NamedTuple

from domain.card_details import details_alone
from domain.payment_secrets import (
    Kept,
    masked,
    nothing_kept,
    payment_numbers,
    with_masks,
    with_plain_signs,
)
from domain.spoken_digits import as_digits
from domain.understanding.language.registry import fragment

_REST = "••••"
_AMERICAN = ("34", "37")
_AMERICAN_CUTS = frozenset({4, 10})
_QUARTER = 4
_LONGEST_TAIL, _LONGEST_REST, _LONGEST_LEAD, _LONGEST_PAUSE = 120, 160, 60, 40
_FEWEST_DIGITS = 2
_LEAD = re.compile(
    rf"[^A-Za-z0-9]{{0,8}}(?:(?:{fragment('payment', 'LEADS')})\b[^A-Za-z0-9]{{1,5}}){{0,5}}",
    re.IGNORECASE,
)
_CARD = re.compile(rf"(?<![^\W_])(?:{fragment('payment', 'CARDS')})(?![^\W_])", re.IGNORECASE)
_TAIL = re.compile(
    r"(?<![A-Za-z0-9])(?P<said>[A-Z]{2}[^A-Za-z0-9]{0,3}\d{2}(?:[^A-Za-z0-9]{0,3}[A-Z0-9]){0,28}"
    r"|\d{1,18}(?:[^A-Za-z0-9]{1,7}\d{1,18}){0,18})[^A-Za-z0-9]{0,12}\Z",
    re.IGNORECASE | re.ASCII,
)
_BEGINS = re.compile(r"[^A-Za-z0-9]{0,12}(?:\d|[A-Z]{4}\s?\d)", re.ASCII)
_COVERED = re.compile(rf"(?<!•• ){_REST}")
"""A card that is masked already, as transcripts hold it."""
_GAPS = re.compile(r"[^A-Za-z0-9]{1,7}")


class Unfinished(NamedTuple):
    """What the next message of a conversation may go on with. It is in memory only."""

    tail: str = ""
    """The number with which the last one ends, in plain digits; "" where it ends with none."""
    names_card: bool = False
    """Whether it was said to be a card's."""
    has_card: bool = False
    """Whether the last one held a whole card, or the end of one."""


NOTHING = Unfinished()


def masked_after(
    before: Unfinished, text: str, kept: Kept = nothing_kept
) -> tuple[str, Unfinished]:
    """The text as it may be kept, and what the message after it may go on with.

    What came before is kept already and stays; so the rest is covered whole.
    """
    names_card = before.names_card or _CARD.search(text) is not None
    if before.tail and (rest := _rest_of(before.tail, text, kept, names_card=names_card)):
        start, end = rest
        after = text[end:]
        said = with_masks(after, details_alone(with_plain_signs(after)), kept)
        shown = said if said != after else masked(after, kept)
        return f"{text[:start]}{_REST}{shown}", Unfinished(has_card=True)
    if before.has_card and (found := details_alone(with_plain_signs(text))):
        return with_masks(text, found, kept), before
    found = payment_numbers(text)
    shown = with_masks(text, found, kept) if found else text
    if shown != text:
        return shown, Unfinished(has_card=any(said.startswith(_REST) for *_, said in found))
    return text, _unfinished(before, text, kept, names_card=names_card)


def goes_on(text: str) -> bool:
    """Whether it begins as the rest of a number would: most messages do not."""
    first = with_plain_signs(text[_lead_of(text) :][:_LONGEST_LEAD])
    said = as_digits(first)
    first = said.text if said is not None else first
    return _BEGINS.match(first) is not None


def _rest_of(tail: str, text: str, kept: Kept, *, names_card: bool) -> tuple[int, int] | None:
    """Where in the text the rest of the number stands."""
    lead = _lead_of(text)
    gaps = _GAPS.findall(tail)
    joint = gaps[-1] if gaps else "\n"
    cut = len(tail)
    for start, end, _ in payment_numbers(f"{tail}{joint}{text[lead : lead + _LONGEST_REST]}"):
        if not start < cut < end - len(joint):
            continue
        if not names_card and not _is_natural(tail[start:]):
            continue
        first, last = lead, lead + end - cut - len(joint)
        if any(at < last and first < to for at, to in kept(text)):
            continue
        return first, last
    return None


def _is_natural(begun: str) -> bool:
    """Whether a number is cut there by people: between groups of four. "452391" and then a phone's
    number only look like one."""
    if begun[0].isalpha():
        return True
    digits = "".join(filter(str.isdigit, begun))
    is_american = digits.startswith(_AMERICAN) and len(digits) in _AMERICAN_CUTS
    return is_american or len(digits) % _QUARTER == 0


def _unfinished(before: Unfinished, text: str, kept: Kept, *, names_card: bool) -> Unfinished:
    read = with_plain_signs(text[-_LONGEST_TAIL:])
    said = as_digits(read)
    read = said.text if said is not None else read
    match = _TAIL.search(read[-_LONGEST_TAIL:])
    if _COVERED.search(text) is not None:
        return Unfinished(has_card=True)
    if match is None or list(kept(text)):
        is_pause = len(text) <= _LONGEST_PAUSE and not any(map(str.isdigit, text))
        return before._replace(has_card=False) if is_pause else NOTHING
    tail = match["said"]
    if sum(map(str.isdigit, tail)) < _FEWEST_DIGITS:
        return NOTHING
    if before.tail and _lead_of(text) >= text.find(tail[0]):
        tail = f"{before.tail}\n{tail}"[-_LONGEST_TAIL:]
    return Unfinished(tail, names_card)


def _lead_of(text: str) -> int:
    """Where "and then 1111 1111" begins to be a number."""
    lead = _LEAD.match(text, 0, _LONGEST_LEAD)
    return lead.end() if lead else 0
