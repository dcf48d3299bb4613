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
_LEADS = (
    re.compile(
        rf"[\W_]{{0,8}}(?:(?:{fragment('payment', 'LEADS')})\b[\W_]{{1,5}}){{0,5}}",
        re.IGNORECASE,
    ),
    re.compile(r"[\W_]{0,8}(?:[^\W\d_]{1,14}[\W_]{1,5}){1,4}(?=\d[\W_]{0,3}\d)"),
)
"""Words before the rest of a number: such as say that it goes on, or a few of any kind.
An account goes on with letters, so those that are known come first."""
_CARD = re.compile(rf"(?<![^\W_])(?:{fragment('payment', 'CARDS')})(?![^\W_])", re.IGNORECASE)
_NUMBERS = (
    re.compile(r"\d{1,19}(?:[^A-Za-z0-9]{1,7}\d{1,19})*"),
    re.compile(
        # "At 14:00" begins no account: nobody parts a country from its two digits.
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[^A-Za-z0-9]{0,3}[A-Z0-9])*",
        re.IGNORECASE | re.ASCII,
    ),
)
_ENDS = re.compile(
    rf"(?:[\W_]{{1,5}}(?:{fragment('payment', 'BETWEEN')})){{0,2}}[\W_]{{0,12}}", re.IGNORECASE
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
    said = as_digits(with_plain_signs(text[: 2 * _LONGEST_LEAD]))
    first = text if said is None else said.text
    return any(_BEGINS.match(first, lead) is not None for lead in _leads_of(first))


def _rest_of(tail: str, text: str, kept: Kept, *, names_card: bool) -> tuple[int, int] | None:
    """Where in the text the rest of the number stands."""
    own = list(kept(text))
    gaps = _GAPS.findall(tail)
    joint = gaps[-1] if gaps else "\n"
    cut = len(tail)
    for lead in _leads_of(text):
        for start, end, _ in payment_numbers(f"{tail}{joint}{text[lead : lead + _LONGEST_REST]}"):
            first, last = lead, lead + end - cut - len(joint)
            is_split = start < cut and first < last
            if not is_split or not (names_card or _is_natural(tail[start:])):
                continue
            if text[last : last + 1].isalpha() or not _is_rest(text[first:last]):
                continue
            if not any(at < last and first < to for at, to in own):
                return first, last
    return None


def _is_rest(text: str) -> bool:
    """Accounts go on with letters, too, but not with words, let alone half a word:
    "yes, but not yet" fits one in a hundred of them."""
    said = as_digits(text)
    read = text if said is None else said.text
    digits, letters = (sum(map(kind, read)) for kind in (str.isdigit, str.isalpha))
    return digits >= letters or (2 * digits >= letters and read.isupper())


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
    tail = _last_number(read[-_LONGEST_TAIL:])
    if _COVERED.search(text) is not None:
        return Unfinished(has_card=True)
    if not tail or list(kept(text)):
        is_pause = len(text) <= _LONGEST_PAUSE and not any(map(str.isdigit, text))
        return before._replace(has_card=False) if is_pause else NOTHING
    if sum(map(str.isdigit, tail)) < _FEWEST_DIGITS:
        return NOTHING
    if before.tail and any(read.find(tail) <= lead for lead in _leads_of(read)):
        tail = f"{before.tail}\n{tail}"[-_LONGEST_TAIL:]
    return Unfinished(tail, names_card)


def _last_number(text: str) -> str:
    """The longest with which it ends, "and then" aside; "" where it ends with none."""
    last = [run for each in _NUMBERS for run in [*each.finditer(text)][-1:]]
    ending = (run.group() for run in last if _ENDS.fullmatch(text, run.end()) is not None)
    return max(ending, key=len, default="")


def _leads_of(text: str) -> set[int]:
    """Where "and then 1111 1111" may begin to be a number."""
    found = (lead.match(text, 0, _LONGEST_LEAD) for lead in _LEADS)
    return {match.end() for match in found if match is not None}
