"""Amounts of money, as "129.90 EUR"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.understanding.language.registry import by_language, fragment
from domain.understanding.values.numbers import number_of

_SIGNS = {
    "EUR": ("€", "eur"),
    "USD": ("$", "us$", "usd"),
    "GBP": ("£", "gbp"),
    "CHF": ("chf",),
    "JPY": ("¥", "jpy"),
    "PLN": ("zł", "pln"),
    "SEK": ("sek",),
    "DKK": ("dkk",),
    "NOK": ("nok",),
    "CAD": ("cad", "ca$"),
    "AUD": ("aud", "a$"),
}
_CURRENCIES = (_SIGNS, *by_language("money", "CURRENCIES").values())
_CODE_OF = {word: code for known in _CURRENCIES for code, words in known.items() for word in words}
_UNIT = "|".join(re.escape(word) for word in sorted(_CODE_OF, key=len, reverse=True))
_STARTS = r"(?<!\w)(?<!\d[.,'])"
"""Not within a longer number: digits that go on and on are read once, not from each of them."""
_AMOUNT = r"\d(?:[\d.,']{0,30}\d)?"
_MONEY = re.compile(
    rf"{_STARTS}(?:(?P<before>{_UNIT})\s?(?P<amount>{_AMOUNT})(?![.,']?\d)(?P<kilo>k\b)?"
    rf"|(?P<amount2>{_AMOUNT})(?P<kilo2>k)?\s?(?P<after>{_UNIT})(?!\w)"
    rf"(?:\s{{0,3}}(?:(?:{fragment('money', 'AND')})\s{{1,3}})?(?P<cents>\d{{1,2}})\s{{0,3}}"
    rf"(?:{fragment('money', 'CENTS')})\b)?)(?!\w)",
    re.IGNORECASE,
)


def find_money(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _MONEY.finditer(text):
        amount = number_of(match["amount"] or match["amount2"])
        if amount is None:
            continue
        if match["kilo"] or match["kilo2"]:
            amount *= 1_000
        amount += int(match["cents"] or 0) / 100
        code = _CODE_OF[(match["before"] or match["after"]).casefold()]
        yield match.start(), match.end(), f"{Decimal(str(round(amount, 2))):.2f} {code}"
