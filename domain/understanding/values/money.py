"""Amounts of money, as "129.90 EUR", and ranges of them, as "10.00/20.00 USD"."""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from domain.understanding.language.registry import by_language, fragment
from domain.understanding.values.numbers import find_numbers, number_of

_SIGNS = {
    "EUR": ("€", "\u00e2\u201a\u00ac", "\u00e2\u0082\u00ac", "\u00e2 \u00ac"),
    "USD": ("$", "us$", "us-$", "$us"),
    "GBP": ("£", "\u00c2£"),
    "JPY": ("¥",),
    "PLN": ("zł",),
    "CAD": ("ca$", "c$"),
    "AUD": ("au$", "a$"),
    "NZD": ("nz$",),
    "HKD": ("hk$",),
    "SGD": ("s$",),
    "BRL": ("r$",),
    "INR": ("₹", "rs", "rs."),
    "KRW": ("₩",),
    "ILS": ("₪",),
    "TRY": ("₺",),
    "RUB": ("₽",),
    "UAH": ("₴",),
    "VND": ("₫",),
    "THB": ("฿",),
    "MYR": ("rm",),
    "CHF": ("sfr.",),
}
"""With those of a text that was read in the wrong encoding: "20\u00e2\u201a\u00ac"."""
_CODES = (  # noqa: SIM905 - a list of words reads best as words
    "eur usd gbp chf jpy pln sek dkk nok cad aud nzd inr pkr cny krw myr thb vnd ils egp lbp qar "
    "sar irr omr kwd jod aed rub brl mxn zar czk huf uah mnt hkd sgd bgn ron isk idr php twd bhd"
).split()
_CURRENCIES = (_SIGNS, *by_language("money", "CURRENCIES").values())
_CODE_OF = {word: code for known in _CURRENCIES for code, words in known.items() for word in words}
_CODE_OF |= {code: code.upper() for code in _CODES}
_SEVERAL = frozenset(
    name for names in by_language("money", "SEVERAL").values() for name in names
)  # no one code
_UNIT = "|".join(
    re.escape(word).replace(r"\ ", r"\s{1,3}")
    for word in sorted({*_CODE_OF, *_SEVERAL}, key=lambda one: (-len(one), one))
)
_CENTS = fragment("money", "CENTS")
_AND = fragment("money", "AND")
_ONLY_UNIT = re.compile(rf"(?:{_UNIT})(?![^\W\d_])", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![^\W_])(?:{_UNIT})\s?\Z", re.IGNORECASE)
_LONGEST_UNIT = 24
_STARTS = r"(?<!\w)(?<!\d[.,'])"
"""Not within a longer number: digits that go on and on are read once, not from each of them."""
_AMOUNT = re.compile(
    r"(?<!\d)(?<!\d[.,'])(?P<number>\d(?:[\d.,']{0,30}\d)?)(?![.,']?\d)"
    r"(?P<dash>[.,](?:-|--|\u2013))?(?P<kilo>k\b)?",
    re.IGNORECASE,
)
_ENDS = r"(?=\s{0,3}(?:$|[.,;!?)](?!\d)))"
_MORE = re.compile(
    rf"\s{{0,3}}(?:(?:{_AND})\s{{1,3}})?(?P<cents>\d{{1,2}})"
    rf"(?:\s{{0,3}}(?:{_CENTS})(?!\w)|{_ENDS})",
    re.IGNORECASE,
)
_ONLY_CENTS = re.compile(r"\s{0,3}(?:\u00c2?\u00a2|(?:" + _CENTS + r"))(?!\w)", re.IGNORECASE)
_UNDER = re.compile(rf"(?<!\w)(?:{fragment('money', 'UNDER')})\s{{1,3}}\Z", re.IGNORECASE)
_OVER = re.compile(rf"(?<!\w)(?:{fragment('money', 'OVER')})\s{{1,3}}\Z", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)(?:{fragment('money', 'BETWEEN')})\s{{1,3}}\Z", re.IGNORECASE)
_TO = re.compile(rf"\s{{0,3}}(?:{fragment('money', 'TO')})\s{{0,3}}", re.IGNORECASE)
_LONGEST_BOUND = 24
_TWO = Decimal("0.01")
_HUNDRED = 100
_AFTER_ONLY = frozenset({"won", "rand", "buck", "bucks", "quid", "pound", "pounds"})
"""Words that are money after a number only: "I won 5 games"."""
_LEADS_TO_CENTS = re.compile(rf"\s{{1,3}}(?:(?:{_AND})\s{{1,3}})?", re.IGNORECASE)
_AT_END = re.compile(_ENDS)
_ANY_UNIT = re.compile(rf"{_UNIT}|\u00a2|(?:{_CENTS})(?!\w)", re.IGNORECASE)
_LONGEST_CENTS = 24


class Amount(NamedTuple):
    """A place in the text, how much, and of what: no code where it is of several countries."""

    start: int
    end: int
    value: Decimal
    code: str | None


class _Number(NamedTuple):
    start: int
    end: int
    value: float


def find_money(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Each amount; None for one whose currency may be that of several countries."""
    for one in _amounts(text):
        said = f"{one.value.quantize(_TWO, ROUND_HALF_UP)} {one.code}"
        yield one.start, one.end, said if one.code else None


def find_money_ranges(text: str) -> Iterator[tuple[int, int, str]]:
    """ "Under 20 EUR" as "../20.00 EUR", "10 to 20 dollars" as "10.00/20.00 USD"."""
    amounts = [one for one in _amounts(text) if one.code]
    if not amounts:
        return
    by_start = {one.start: one for one in amounts}
    numbers = _joined_numbers(text)
    ended: set[int] = set()
    for one in amounts:
        if one.start in ended:
            continue
        if (bound := _ending(_UNDER, text, one.start)) is not None:
            yield bound, one.end, f"../{one.value:.2f} {one.code}"
        elif (bound := _ending(_OVER, text, one.start)) is not None:
            yield bound, one.end, f"{one.value:.2f}/.. {one.code}"
        elif (pair := _pair(text, one, by_start, numbers)) is not None:
            start, low, high = pair
            ended.add(high.start)
            begin = _ending(_BETWEEN, text, start)
            begin = start if begin is None else begin
            yield begin, high.end, f"{low:.2f}/{high.value:.2f} {high.code}"


def _ending(pattern: re.Pattern[str], text: str, at: int) -> int | None:
    """Where the words begin that end right before this place."""
    first = max(at - _LONGEST_BOUND, 0)
    match = pattern.search(text[first:at])
    return first + match.start() if match else None


def _pair(
    text: str, one: Amount, by_start: Mapping[int, Amount], numbers: Mapping[int, _Number]
) -> tuple[int, Decimal, Amount] | None:
    """Where two ends begin, the lower, and the higher, which may tell the currency of both."""
    join = _TO.match(text, one.end)
    second = by_start.get(join.end()) if join else None
    if second is not None and second.code == one.code:
        start, low, high = one.start, one.value, second
    elif (first := numbers.get(one.start)) is not None:
        start, low, high = first.start, Decimal(str(first.value)), one
    else:
        return None
    return (start, low, high) if low < high.value else None


def _joined_numbers(text: str) -> dict[int, _Number]:
    """The "10" of "10 to 20 dollars", by where the other begins."""
    joins = ((number, _TO.match(text, number.end)) for number in _numbers(text))
    return {join.end(): number for number, join in joins if join}


def _amounts(text: str) -> list[Amount]:
    """From left to right, each with the cents that follow it."""
    found: list[Amount] = []
    if _ANY_UNIT.search(text) is None:
        return found
    at = 0
    for number in _numbers(text):
        if number.start < at:
            continue
        amount = _with_unit(text, number, at)
        if amount is not None:
            found.append(amount)
            at = amount.end
    return found


def _with_unit(text: str, number: _Number, at: int) -> Amount | None:
    value = Decimal(str(number.value))
    after = _ONLY_UNIT.match(text, number.end) or _ONLY_UNIT.match(text, _skip(text, number.end))
    before, shift = _unit_before(text, number, at)
    if before is None and text[number.start - 1 : number.start].isalnum():
        return None
    if after is not None and (before is None or after.start() == number.end):
        start, end, unit = number.start, after.end(), after.group()
    elif before is not None:
        start, end, unit = shift + before.start(), number.end, before.group().strip()
    else:
        return _small(text, number, value)
    code, cents = _code(unit), _cents_after(text, end, value)
    if cents is not None:
        return Amount(start, cents[0], value + cents[1], code)
    return Amount(start, end, value, code)


def _unit_before(text: str, number: _Number, at: int) -> tuple[re.Match[str] | None, int]:
    """With where the piece of the text begins in which it was found."""
    first = max(number.start - _LONGEST_UNIT, at)
    match = _BEFORE.search(text[first : number.start])
    if match is not None and match.group().strip().casefold() in _AFTER_ONLY:
        return None, first
    return match, first


def _code(unit: str) -> str | None:
    word = " ".join(unit.casefold().split())
    return None if word in _SEVERAL else _CODE_OF[word]


def _skip(text: str, at: int) -> int:
    """Behind one space."""
    return at + 1 if text[at : at + 1].isspace() else at


def _small(text: str, number: _Number, value: Decimal) -> Amount | None:
    """Cents alone, of the dollar or the euro as their word tells."""
    match = _ONLY_CENTS.match(text, number.end)
    if match is None:
        return None
    word = match.group().strip().casefold()
    is_apart = match.group() != match.group().strip()
    is_whole = number.start == 0 and match.end() == len(text)
    if len(word) == 1 and word.isalpha() and is_apart and not is_whole:
        return None  # "10 c" within a sentence is no money, "99p" is
    if value >= _HUNDRED * _HUNDRED:
        return None
    code = "GBP" if word[0] == "p" else "EUR" if word in {"cent", "ct"} else "USD"
    return Amount(number.start, match.end(), value / _HUNDRED, code)


def _cents_after(text: str, end: int, whole: Decimal) -> tuple[int, Decimal] | None:
    """ "20 dollars 43", "zwölf Euro fünfzig": the last that is said, or with a word for cents."""
    if whole != int(whole):
        return None
    if (match := _MORE.match(text, end)) is not None:
        return match.end(), Decimal(match["cents"]) / _HUNDRED
    said = _LEADS_TO_CENTS.match(text, end)
    if said is None:
        return None
    rest = text[said.end() : said.end() + _LONGEST_CENTS]
    first = next(iter(find_numbers(rest)), None)
    if first is None or first[0] or first[2] is None or not 0 < first[2] < _HUNDRED:
        return None
    stop = said.end() + first[1]
    unit = _ONLY_CENTS.match(text, stop)
    if unit is None and _AT_END.match(text, stop) is None:
        return None
    return (unit.end() if unit else stop), Decimal(int(first[2])) / _HUNDRED


def _numbers(text: str) -> list[_Number]:
    """Digits with either decimal sign, and words; the longest from each place."""
    found = [
        _Number(match.start(), match.end(), value * (1_000 if match["kilo"] else 1))
        for match in _AMOUNT.finditer(text)
        if (value := number_of(match["number"])) is not None
    ]
    longer = (_Number(s, e, v) for s, e, v in find_numbers(text) if v is not None and v >= 0)
    starts = {one.start: one for one in found}
    for one in longer:
        known = starts.get(one.start)
        if known is None or one.end > known.end:
            starts[one.start] = one
    return sorted(starts.values())
