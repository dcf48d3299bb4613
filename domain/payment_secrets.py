"""Numbers of cards and bank accounts, masked in a text before anything keeps it (ADR 0043).

Nothing behind the gateway ever holds such a number: neither transcript nor history, log or index.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from domain.messages import InboundMessage

Span = tuple[int, int]
Kept = Callable[[str], Iterable[Span]]
"""Where in a text identifiers of the tenant's own stand, which only look like such numbers."""
_BETWEEN = r"[\s.\u00b7\u2010-\u2015\u200b-\u200d\u2060\ufeff\u00ad-]{0,2}"
_DIGIT_RUN = re.compile(rf"(?<![^\W_])\d(?:{_BETWEEN}\d){{12,60}}")
_IBAN = re.compile(
    rf"(?<![^\W_])(?P<country>[A-Za-z]{{2}}){_BETWEEN}\d{_BETWEEN}\d(?:{_BETWEEN}[A-Za-z0-9]){{11,40}}"
)
_SHORTEST, _LONGEST = 13, 19
_LAST = 4
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|[689])"), (14, 16, 17, 18, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"6(?:011|4[4-9]|5)"), (16, 17, 18, 19)),
    (re.compile(r"62|81"), (16, 17, 18, 19)),
    (re.compile(r"5[06-8]|6[37]|60(?!11)"), (13, 14, 15, 16, 17, 18, 19)),
)
"""First digits and lengths of the networks: most numbers that pass Luhn's test are no cards."""


def nothing_kept(_text: str) -> tuple[Span, ...]:
    """Where no identifiers of the tenant's are known."""
    return ()


def masked(text: str, kept: Kept = nothing_kept) -> str:
    """The text with all but the last four digits of each such number covered. What is covered
    already stays as it is."""
    found = sorted([*_cards(text), *_ibans(text)])
    if not found:
        return text
    own = list(kept(text))
    pieces, at = list[str](), 0
    for start, end, said in found:
        if start < at or any(first <= start and end <= last for first, last in own):
            continue
        pieces += [text[at:start], said]
        at = end
    return "".join([*pieces, text[at:]])


def masked_message(message: InboundMessage, kept: Kept = nothing_kept) -> InboundMessage:
    """The message with its words, a button's and a form's masked; itself where nothing is."""
    changes: dict[str, object] = {}
    if (text := masked(message.text, kept)) != message.text:
        changes["text"] = text
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
    known = any(issuer.match(digits) and len(digits) in lengths for issuer, lengths in _ISSUERS)
    return known and luhn(digits)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - its two digits, added
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Of the length of its country, with check digits that are right. Without spaces, capitals."""
    if _IBAN_LENGTHS.get(text[:2]) != len(text):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _cards(text: str) -> Iterator[tuple[int, int, str]]:
    for run in _DIGIT_RUN.finditer(text):
        if text[run.start() - 1 : run.start()] == "+":
            continue
        places = [at for at in range(*run.span()) if text[at].isdecimal()]
        digits = "".join(str(int(text[at])) for at in places)
        first = 0
        while first <= len(digits) - _SHORTEST:
            length = _card_from(text, places, digits, first)
            if length:
                start, end = places[first], places[first + length - 1] + 1
                yield start, end, f"•••• {digits[first + length - _LAST : first + length]}"
            first += length or 1


def _card_from(text: str, places: list[int], digits: str, first: int) -> int:
    """How long the card is that begins here, where no digit stands right before or after it."""
    if first and places[first - 1] + 1 == places[first]:
        return 0
    for length in range(min(_LONGEST, len(digits) - first), _SHORTEST - 1, -1):
        after = places[first + length - 1] + 1
        if not text[after : after + 1].isalnum() and is_card(digits[first : first + length]):
            return length
    return 0


def _ibans(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while (match := _IBAN.search(text, at)) is not None:
        at = match.start() + len(match["country"])
        length = _IBAN_LENGTHS.get(match["country"].upper(), 0)
        places = [at for at in range(*match.span()) if text[at].isascii() and text[at].isalnum()]
        if not length or len(places) < length:
            continue
        number = "".join(text[at] for at in places[:length]).upper()
        end = places[length - 1] + 1
        if not text[end : end + 1].isalnum() and is_iban(number):
            yield match.start(), end, f"{number[:2]}•• •••• {number[-_LAST:]}"
            at = end
