"""Numbers of cards and bank accounts, masked in a text before anything keeps it (ADR 0043).

Nothing behind the gateway ever holds such a number: neither transcript nor history, log or index.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from domain.account_numbers import account_numbers
from domain.card_details import details_of_cards
from domain.messages import InboundMessage
from domain.spoken_digits import SpokenDigits, as_digits
from domain.understanding.language.registry import fragment

Span = tuple[int, int]
Masked = tuple[int, int, str]
"""From where to where, and what is written instead."""
Kept = Callable[[str], Iterable[Span]]
"""Where in a text identifiers of the tenant's own stand, which only look like such numbers."""
Looks = Callable[[str, list[Span]], bool]
"""Whether somebody would write or say a card in these groups of digits."""
_SHORTEST, _LONGEST = 13, 19
_OLD_VISA = 13
"""Nobody has them any more, but test systems, and an article's EAN looks like one."""
_NAMES_CARD = re.compile(rf"(?<![^\W_])(?:{fragment('payment', 'CARDS')})(?![^\W_])", re.IGNORECASE)
_PARCEL = re.compile(r"(?<!\d)9[1-5]\d\d(?:[ -]\d{4}){4}[ -]\d{2}(?!\d)")
"""A parcel of the American post, printed in fours like a card."""
_GAP = r"[^A-Za-z0-9]{1,7}"
_DIGIT_RUN = re.compile(rf"(?<!\d)\d{{1,19}}(?:{_GAP}\d{{1,19}})*(?!\d)")
_GROUP = re.compile(r"\d{1,19}")
_PLAIN_GAP = re.compile(r"[\s.()\u00b7\u2010-\u2015\u2212\u2043\u200b-]{1,3}")
_LAST = 4
_QUARTER, _LARGEST = 4, 6
_LONG_WORD = 4
_NO_PREFIXES = frozenset({"CC", "MC", "NR", "NO", "PAN"})
_BEFORE = re.compile(r"(?:[A-Za-z]{1,19}|\+)\Z")
_PHONE = re.compile(r"\d{1,15}(?!\d)")
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|[689])"), (14, 16, 17, 18, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"6(?:011|4[4-9]|5)"), (16, 17, 18, 19)),
    (re.compile(r"62|8[12]"), (16, 17, 18, 19)),
    (re.compile(r"220[0-4]"), (16, 17, 18, 19)),
    (re.compile(r"9792"), (16,)),
    (re.compile(r"5[06-8]|6[37]|60(?!11)"), (16, 17, 18, 19)),
)
"""First digits and lengths of the networks: most numbers that pass Luhn's test are no cards."""


def nothing_kept(_text: str) -> tuple[Span, ...]:
    """Where no identifiers of the tenant's are known."""
    return ()


def masked(text: str, kept: Kept = nothing_kept) -> str:
    """The text with all but the last four digits of each such number covered. What is covered
    already stays as it is."""
    found = payment_numbers(text)
    return with_masks(text, found, kept) if found else text


def with_masks(text: str, found: Iterable[Masked], kept: Kept = nothing_kept) -> str:
    """The text with those written instead that are none of the tenant's own identifiers."""
    own = list(kept(text))
    pieces, at = list[str](), 0
    for start, end, said in found:
        if start < at or any(first <= start and end <= last for first, last in own):
            continue
        pieces += [text[at:start], said]
        at = end
    return "".join([*pieces, text[at:]])


def names_card(text: str) -> bool:
    """Whether it says that a number in it is a card's."""
    return _NAMES_CARD.search(text) is not None


def payment_numbers(text: str, *, of_card: bool = False) -> list[Masked]:
    """Cards and accounts, in digits and in words, and the details that stand beside a card.
    `of_card` where it was said before that a card's number follows."""
    read = with_plain_signs(text)
    said = as_digits(read)
    cards = list(_cards(read, _looks_of_card if of_card else _looks_written))
    found = [*cards, *account_numbers(read)]
    if said is None:
        found += details_of_cards(read, [(start, end) for start, end, _ in cards])
        return sorted(found)
    cards = list(_cards(said.text, _looks_said(said)))
    spoken = [*cards, *account_numbers(said.text)]
    spoken += details_of_cards(said.text, [(start, end) for start, end, _ in cards])
    found += [(*said.place(start, end), shown) for start, end, shown in spoken]
    return sorted(found)


def masked_message(
    message: InboundMessage, kept: Kept = nothing_kept, *, text: str | None = None
) -> InboundMessage:
    """The message with its words, its files' names, a button's and a form's words masked; itself
    where nothing is. `text` are its words where they are masked already."""
    changes: dict[str, object] = {}
    if text is None:
        text = masked(message.text, kept)
    if text != message.text:
        changes["text"] = text
    names = [masked(file.name, kept) for file in message.attachments]
    if names != [file.name for file in message.attachments]:
        changes["attachments"] = tuple(
            file.model_copy(update={"name": name})
            for file, name in zip(message.attachments, names, strict=True)
        )
    if message.button is not None:
        pressed = {"payload": masked(message.button.payload, kept),
                   "text": masked(message.button.text, kept)}  # fmt: skip
        changes["button"] = message.button.model_copy(update=pressed)
    if message.form is not None:
        values = {name: masked(value, kept) for name, value in message.form.values.items()}
        changes["form"] = message.form.model_copy(update={"values": values})
    return message.model_copy(update=changes) if changes else message


def is_card(digits: str) -> bool:
    """Whether a network could have issued it and its check digit is right."""
    return len(digits) in _lengths_of(digits) and luhn(digits)


def _lengths_of(digits: str) -> set[int]:
    """How long the cards are that begin with these."""
    return {one for issuer, lengths in _ISSUERS if issuer.match(digits) for one in lengths}


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - its two digits, added
    return total % 10 == 0


def with_plain_signs(text: str) -> str:
    """Digits and letters of every script and style as ASCII, place by place; what is not seen, and
    the frame of a keycap, as a blank of no width."""
    return text if text.isascii() else "".join(map(_plain_sign, text))


@lru_cache(maxsize=4_096)
def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    if unicodedata.category(sign) in {"Cf", "Me", "Mn"}:
        return "\u200b"
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _cards(text: str, is_card_like: Looks) -> Iterator[Masked]:
    parcels = [parcel.span() for parcel in _PARCEL.finditer(text)]
    for run in _DIGIT_RUN.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
        first = 0
        while first < len(groups):
            start = groups[first][0]
            is_parcel = any(begin <= start < end for begin, end in parcels)
            last = None if is_parcel else _card_from(text, groups, first, is_card_like)
            if last is not None:
                end = groups[last][1]
                yield start, end, f"•••• {_digits(text, groups[first : last + 1])[-_LAST:]}"
                first = last
            first += 1


def _card_from(text: str, groups: list[Span], first: int, is_card_like: Looks) -> int | None:
    """The last group of the longest card that begins with this one."""
    near = groups[first : first + _LONGEST]
    lengths = _lengths_of(_digits(text, near)[:_SHORTEST])
    if not lengths or is_of_a_word(text, near[0][0]):
        return None
    found, length = None, 0
    for count, (start, end) in enumerate(near, start=1):
        length += end - start
        if length in lengths:
            window = near[:count]
            if luhn(_digits(text, window)) and is_card_like(text, window):
                found = first + count - 1
    return found


def is_of_a_word(text: str, start: int) -> bool:
    """Whether a short word in capitals or one letter makes it an identifier ("K4111…", "JJD0003…"),
    or a plus sign makes it a phone number, which has fifteen digits at most."""
    before = _BEFORE.search(text, max(0, start - _LONGEST), start)
    word = before.group() if before else ""
    if word == "+":
        return _PHONE.match(text, start) is not None
    is_prefix = 0 < len(word) < _LONG_WORD and word.isupper() and word not in _NO_PREFIXES
    return len(word) == 1 or is_prefix


def _looks_written(text: str, groups: list[Span]) -> bool:
    """Whether a person would write a card in these groups. Numbers one after the other, such as
    those of two phones, are no card, however their digits add up."""
    digits = _digits(text, groups)
    if len(digits) == _OLD_VISA and _is_ean(digits):
        return names_card(text)
    sizes = tuple(end - start for start, end in groups)
    gaps = {text[one[1] : next_[0]] for one, next_ in pairwise(groups)}
    if all(_PLAIN_GAP.fullmatch(gap) for gap in gaps):
        return is_grouped(sizes) or (_begins_large(sizes) and names_card(text))
    in_quarters = set(sizes[:-1]) == {_QUARTER} or sizes[:2] == (4, 6)
    return in_quarters and len({"".join(gap.split()) for gap in gaps}) == 1


def is_grouped(sizes: tuple[int, ...]) -> bool:
    """Whether digits in groups of these sizes are one number: even, in fours or multiples of it,
    or as on American cards."""
    heads = sizes[:-1]
    in_quarters = all(size % _QUARTER == 0 for size in heads)
    is_even = len(set(heads)) <= 1 and sizes[0] <= _LARGEST
    return len(sizes) == 1 or is_even or in_quarters or sizes[:2] == (4, 6)


def _looks_of_card(text: str, groups: list[Span]) -> bool:
    """Whether it does where it was said that one follows."""
    sizes = tuple(end - start for start, end in groups)
    return _looks_written(text, groups) or _begins_large(sizes)


def _begins_large(sizes: tuple[int, ...]) -> bool:
    return sizes[0] >= _QUARTER and min(sizes) > 1


def _is_ean(digits: str) -> bool:
    """Whether its last digit is that of an article's number."""
    return sum(int(digit) * (1 + 2 * (at % 2)) for at, digit in enumerate(digits)) % 10 == 0


def _looks_said(said: SpokenDigits) -> Looks:
    """Spoken numbers come in parts of any size, but not for counting one after the other."""

    def looks(text: str, groups: list[Span]) -> bool:
        spoken = sum(said.is_spoken(start) for start, _ in groups)
        if 2 * spoken < len(groups):
            return _looks_written(text, groups)
        values = [int(text[start:end]) for start, end in groups]
        return any(later - earlier != 1 for earlier, later in pairwise(values))

    return looks


def _digits(text: str, groups: list[Span]) -> str:
    return "".join(text[start:end] for start, end in groups)
