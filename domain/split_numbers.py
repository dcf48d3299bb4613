"""Numbers of cards and accounts that come in several messages, and what follows a card."""

import re
from typing import NamedTuple

from domain.account_numbers import begun_accounts
from domain.card_details import details_alone
from domain.payment_secrets import (
    Kept,
    is_of_a_word,
    masked,
    names_card,
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
_FEWEST_DIGITS, _FEWEST_OF_REST = 2, 3
_OF_PHONES = ("+", "(")
_LEADS = (
    re.compile(
        rf"[\W_]{{0,8}}(?:(?:{fragment('payment', 'LEADS')})\b[\W_]{{1,5}}){{0,5}}",
        re.IGNORECASE,
    ),
    re.compile(r"[\W_]{0,8}(?:[^\W\d_]{1,14}[\W_]{1,5}){1,4}(?=\d[\W_]{0,3}\d)"),
)
"""Words before the rest of a number: such as say that it goes on, or a few of any kind.
An account goes on with letters, so those that are known come first."""
_DIGITS = re.compile(r"\d{1,19}(?:[^A-Za-z0-9]{1,7}\d{1,19})*")
_ENDS = re.compile(
    rf"(?:[\W_]{{1,5}}(?:{fragment('payment', 'BETWEEN')})){{0,2}}[\W_]{{0,12}}", re.IGNORECASE
)
_BEGINS = re.compile(r"[^A-Za-z0-9]{0,12}(?:\d|[A-Z]{4}\s?\d)", re.ASCII)
_COVERED = re.compile(rf"(?<!•• ){_REST}")
"""A card that is masked already, as transcripts hold it."""
_GOES_ON = re.compile(r"[^A-Za-z0-9]{1,7}\d")
_GLUED = re.compile(r"[.:/,'-]\d")
"""As days and hours are to months and minutes."""
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
    of_card = before.names_card or names_card(text)
    if before.tail and (rest := _rest_of(before.tail, text, kept, of_card=of_card)):
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
    return text, _unfinished(before, text, kept, of_card=of_card)


def goes_on(text: str) -> bool:
    """Whether it begins as the rest of a number would: most messages do not."""
    said = as_digits(with_plain_signs(text[: 2 * _LONGEST_LEAD]))
    first = text if said is None else said.text
    return any(_BEGINS.match(first, lead) is not None for lead in _leads_of(first))


def _rest_of(tail: str, text: str, kept: Kept, *, of_card: bool) -> tuple[int, int] | None:
    """Where in the text the rest of the number stands."""
    own = list(kept(text))
    gaps = _GAPS.findall(tail)
    joint = gaps[-1] if gaps else "\n"
    cut = len(tail)
    for lead in _leads_of(text):
        joined = f"{tail}{joint}{text[lead : lead + _LONGEST_REST]}"
        for start, end, _ in payment_numbers(joined, of_card=of_card):
            first, last = lead, lead + end - cut - len(joint)
            if start >= cut or last <= first:
                continue
            is_card = tail[start].isdecimal() and not of_card
            if is_card and not (_is_natural(tail, start) and _is_rest(text, first, last)):
                continue
            if not any(at < last and first < to for at, to in own):
                return first, last
    return None


def _is_natural(tail: str, start: int) -> bool:
    """Whether a card's number begins there and is cut by people: between groups of four. "452391"
    and then a phone's number only look like one."""
    before, digits = tail[:start], "".join(filter(str.isdigit, tail[start:]))
    is_first = before.endswith("\n") or not before.rstrip()[-1:].isdecimal()
    is_american = digits.startswith(_AMERICAN) and len(digits) in _AMERICAN_CUTS
    return is_first and (is_american or len(digits) % _QUARTER == 0)


def _is_rest(text: str, first: int, last: int) -> bool:
    """Whether it ends a card's number, and neither begins a date, a time or a phone's."""
    said = as_digits(text[first:last])
    read = text[first:last] if said is None else said.text
    is_short = sum(map(str.isdigit, read)) < _FEWEST_OF_REST
    if is_short and any(map(str.isalnum, text[last:])):
        return False
    if text[:first].endswith(_OF_PHONES) or _GLUED.match(text, last) is not None:
        return False
    return _GOES_ON.match(text, last) is None or bool(details_alone(text[last:]))


def _unfinished(before: Unfinished, text: str, kept: Kept, *, of_card: bool) -> Unfinished:
    written = with_plain_signs(text[-_LONGEST_TAIL:])
    said = as_digits(written)
    read = written if said is None else said.text[-_LONGEST_TAIL:]
    begun = _begun_account(before.tail, written) or _begun_account(before.tail, read)
    tail = begun or _last_digits(read)
    if _COVERED.search(text) is not None:
        return Unfinished(has_card=True)
    if not tail or list(kept(text)):
        is_pause = len(text) <= _LONGEST_PAUSE and not any(map(str.isdigit, text))
        return before._replace(has_card=False) if is_pause else NOTHING
    if sum(map(str.isdigit, tail)) < _FEWEST_DIGITS:
        return NOTHING
    if not begun and before.tail and any(read.find(tail) <= lead for lead in _leads_of(read)):
        tail = f"{before.tail}\n{tail}"[-_LONGEST_TAIL:]
    return Unfinished(tail, of_card)


def _begun_account(before: str, text: str) -> str:
    """The account of which the text is the beginning, or goes on with what came before, and that
    is no whole one yet; "" for none."""
    leads = sorted(_leads_of(text)) if before[:1].isalpha() else []
    joined = (f"{before}\n{text[lead:]}" for lead in leads)
    return next(filter(None, map(_last_account, [*joined, text])), "")


def _last_account(text: str) -> str:
    ending = (text[start:end] for start, end in begun_accounts(text) if _is_end(text, end))
    return next(ending, "")


def _last_digits(text: str) -> str:
    """Those with which it ends, "and then" aside; "" where it ends with none."""
    last = [*_DIGITS.finditer(text)][-1:]
    return next((run.group() for run in last if _is_number(text, run)), "")


def _is_number(text: str, run: re.Match[str]) -> bool:
    """Whether it is no order's, such as "R5702", and no phone's."""
    is_phone = text[: run.start()].endswith("+")
    return not is_phone and not is_of_a_word(text, run.start()) and _is_end(text, run.end())


def _is_end(text: str, at: int) -> bool:
    return _ENDS.fullmatch(text, at) is not None


def _leads_of(text: str) -> set[int]:
    """Where "and then 1111 1111" may begin to be a number."""
    found = (lead.match(text, 0, _LONGEST_LEAD) for lead in _LEADS)
    return {match.end() for match in found if match is not None}
