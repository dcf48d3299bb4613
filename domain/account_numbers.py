"""Numbers of bank accounts (IBANs, ISO 13616) in a text, by the structure of each country.

The structures are those of the registry that SWIFT keeps for ISO 13616, and of the countries that
give out such numbers without an entry there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from domain.understanding.language.registry import fragment

Span = tuple[int, int]
Masked = tuple[int, int, str]
_BBANS = {
    "AD": "8n12c", "AE": "19n", "AL": "8n16c", "AO": "21n", "AT": "16n", "AZ": "4a20c",
    "BA": "16n", "BE": "12n", "BF": "2c22n", "BG": "4a6n8c", "BH": "4a14c", "BI": "23n",
    "BJ": "2c22n", "BR": "23n1a1c", "BY": "4c4n16c", "CF": "23n", "CG": "23n", "CH": "5n12c",
    "CI": "2c22n", "CM": "23n", "CR": "18n", "CV": "21n", "CY": "8n16c", "CZ": "20n",
    "DE": "18n", "DJ": "23n", "DK": "14n", "DO": "4c20n", "DZ": "22n", "EE": "16n", "EG": "25n",
    "ES": "20n", "FI": "14n", "FK": "2a12n", "FO": "14n", "FR": "10n11c2n", "GA": "23n",
    "GB": "4a14n", "GE": "2a16n", "GI": "4a15c", "GL": "14n", "GQ": "23n", "GR": "7n16c",
    "GT": "24c", "GW": "2c19n", "HN": "4a20n", "HR": "17n", "HU": "24n", "IE": "4a14n",
    "IL": "19n", "IQ": "4a15n", "IR": "22n", "IS": "22n", "IT": "1a10n12c", "JO": "4a4n18c",
    "KM": "23n", "KW": "4a22c", "KZ": "3n13c", "LB": "4n20c", "LC": "4a24c", "LI": "5n12c",
    "LT": "16n", "LU": "3n13c", "LV": "4a13c", "LY": "21n", "MA": "24n", "MC": "10n11c2n",
    "MD": "20c", "ME": "18n", "MG": "23n", "MK": "3n10c2n", "ML": "2c22n", "MN": "16n",
    "MR": "23n", "MT": "4a5n18c", "MU": "4a19n3a", "MZ": "21n", "NE": "2c22n", "NI": "4a20n",
    "NL": "4a10n", "NO": "11n", "OM": "3n16c", "PK": "4a16c", "PL": "24n", "PS": "4a21c",
    "PT": "21n", "QA": "4a21c", "RO": "4a16c", "RS": "18n", "RU": "14n15c", "SA": "2n18c",
    "SC": "4a20n3a", "SD": "14n", "SE": "20n", "SI": "15n", "SK": "20n", "SM": "1a10n12c",
    "SN": "2c22n", "SO": "19n", "ST": "21n", "SV": "4a20n", "TD": "23n", "TG": "2c22n",
    "TL": "19n", "TN": "20n", "TR": "6n16c", "UA": "6n19c", "VA": "18n", "VG": "4a16n",
    "XK": "16n", "YE": "4a4n18c",
}  # fmt: skip
"""What follows the country and its two check digits: so many digits (n), letters (a) or either."""
_PART = re.compile(r"(\d{1,2})([nac])")
_GAP = r"[^A-Za-z0-9]{0,3}"
_BEGINNING = re.compile(
    rf"(?<![A-Za-z0-9])(?:IBAN{_GAP})?(?P<country>[A-Z]{_GAP}[A-Z]){_GAP}\d{_GAP}\d",
    re.IGNORECASE | re.ASCII,
)
_NAMES = re.compile(fragment("payment", "ACCOUNTS"), re.IGNORECASE)
_WIDEST_GAP, _NAMED_WITHIN, _HEAD = 3, 40, 4
_LIKE_DIGITS = "OIL"
_AS_DIGITS = str.maketrans(_LIKE_DIGITS, "011")
_EVEN = frozenset({1, 4})
"""Sizes of the groups in which such a number is printed, or read out."""
_OF_WORDS = "/"
"""Stands for words between spoken digits."""
_FEWEST_IN_PART = 5
"""Digits of a bank or an account where only these two stand apart."""
_ABBREVIATION = "NO"
"""Of "number", too: "order NO 1234567890123"."""
_NORWEGIAN, _ELEVEN = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11
"""By what the digits of Norway's accounts are multiplied; the sum divides by eleven."""
_NEVER_CHECK = frozenset({"00", "01", "99"})
"""Nobody computes these check digits: with them begin phones abroad and parcels."""
_LAST = 4


def is_iban(text: str) -> bool:
    """Of its country's structure, with check digits that are right. Without spaces, capitals."""
    structure = structure_of(text[:2])
    is_whole = bool(structure) and len(text) == _HEAD + len(structure) and text[2:4].isdecimal()
    return is_whole and all(map(_fits, text[_HEAD:], structure)) and _adds_up(text)


@lru_cache(maxsize=len(_BBANS))
def structure_of(country: str) -> str:
    """One letter for each sign after the check digits, "aaaannnn…"; "" for no such country."""
    return "".join(kind * int(count) for count, kind in _PART.findall(_BBANS.get(country, "")))


def account_numbers(text: str) -> Iterator[Masked]:
    """Where they stand, and what is written instead."""
    read_to = 0
    for written in _accounts(text):
        if written.places[0] < read_to or not written.is_whole or not written.ends_well(text):
            continue
        number = next(filter(_adds_up, written.readings()), None)
        if number is not None and written.looks_written(text):
            yield written.places[0], written.end, f"{number[:2]}•• •••• {number[-_LAST:]}"
            read_to = written.end


def begun_accounts(text: str) -> Iterator[Span]:
    """Where numbers stand of which the text has the beginning only."""
    for written in _accounts(text):
        if not written.is_whole and written.looks_written(text):
            yield written.places[0], written.end


def _accounts(text: str) -> Iterator["_Written"]:
    """All that begin like one."""
    at = 0
    while (match := _BEGINNING.search(text, at)) is not None:
        at = match.start() + 1
        written = _written(text, match.start("country"))
        if written.structure:
            yield written


class _Written(NamedTuple):
    """A number as it stands in a text, as far as it fits its country."""

    structure: str
    places: tuple[int, ...]
    signs: str
    """In capitals, one for each place."""

    @property
    def is_whole(self) -> bool:
        return len(self.places) == _HEAD + len(self.structure)

    @property
    def end(self) -> int:
        return self.places[-1] + 1

    def readings(self) -> Iterator[str]:
        """As it is written, and with "O" for zero and so on where it may be one."""
        kinds = "aann" + self.structure
        as_digits = self.signs.translate(_AS_DIGITS)
        for read_so in ("n", "nc"):
            signs = zip(self.signs, as_digits, kinds, strict=True)
            yield "".join(digit if kind in read_so else sign for sign, digit, kind in signs)

    def ends_well(self, text: str) -> bool:
        """A bank's own code may be written close to it; half a word is none of it."""
        after = text[self.end : self.end + 1]
        if not after.isalpha():
            return not after.isdecimal()
        is_one = self._is_even() or self._is_one_behind_it()
        return text[self.end - 1].isdecimal() and is_one

    def looks_written(self, text: str) -> bool:
        """Whether a person would write an account so. The sums of one in a hundred other texts are
        right, too: "at 14:30, 0151 2345678901"."""
        if len(self._gaps(text, behind=1) - {"", _OF_WORDS}) > 1:
            return False
        begin = self.places[0]
        before = text[max(0, begin - _NAMED_WITHIN) : begin]
        if "iban" in before.lower() or self._is_even() or self._is_one_behind_it():
            return True
        is_named = _NAMES.search(before) is not None and len(self._gaps(text, behind=2)) <= 1
        is_close = self.places[2] == self.places[1] + 1
        return (is_close or is_named or self._is_country(text)) and not self._has_words()

    def _gaps(self, text: str, *, behind: int) -> set[str]:
        """What stands between the signs behind this one, without blanks."""
        pairs = pairwise(self.places[behind:])
        gaps = {text[one + 1 : other].strip() for one, other in pairs if other - one > 1}
        return {"".join(sign for sign in gap if sign.isprintable()) for gap in gaps}

    def _is_country(self, text: str) -> bool:
        """Whether it is one, though a blank follows: "DE 8937…", but not "at 14:30"."""
        country = text[self.places[0] : self.places[1] + 1]
        gap = text[self.places[1] + 1 : self.places[2]]
        return country.isupper() and country != _ABBREVIATION and not gap.strip()

    def _groups(self) -> list[str]:
        groups, last = list[str](), -1
        for place, sign in zip(self.places, self.signs, strict=True):
            if groups and place == last + 1:
                groups[-1] += sign
            else:
                groups.append(sign)
            last = place
        return groups

    def _is_even(self) -> bool:
        """Whether it is in one piece, in fours, or sign by sign."""
        sizes = [len(group) for group in self._groups()]
        if sizes[:2] == [2, 2]:
            sizes[:2] = [_HEAD]
        if len(sizes) == 1:
            return True
        return set(sizes[:-1]) <= _EVEN and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]

    def _is_one_behind_it(self) -> bool:
        """Whether one number follows the country, which may be any word: "de 89370400440…"."""
        country, *rest = self._groups()
        if len(country) != len(_ABBREVIATION) or not rest or not self._may_be_country():
            return False
        sizes = [len(group) for group in rest]
        if set(sizes[:-1]) == {_HEAD}:
            return sizes[-1] <= _HEAD
        is_apart = sizes[0] == _HEAD - len(country)
        parts = rest[1:] if is_apart else rest
        if any(part.isalpha() for part in parts):
            return False
        is_in_two = is_apart and len(parts) == len(country)
        return len(parts) == 1 or (is_in_two and min(sizes[1:]) >= _FEWEST_IN_PART)

    def _may_be_country(self) -> bool:
        """Not so for a number that is called one and is no account of Norway's own making."""
        if not self.signs.startswith(_ABBREVIATION):
            return True
        account = self.signs[_HEAD:].translate(_AS_DIGITS)
        weighed = (int(digit) * by for digit, by in zip(account, _NORWEGIAN, strict=False))
        return self.is_whole and sum(weighed) % _ELEVEN == 0

    def _has_words(self) -> bool:
        """Whether letters stand by themselves where digits may: "by 12 June at the entrance"."""
        at = 0
        for group in self._groups():
            kinds = ("aann" + self.structure)[at : at + len(group)]
            if len(group) > 1 and group.isalpha() and "c" in kinds:
                return True
            at += len(group)
        return False


def _written(text: str, begin: int) -> _Written:
    """Reads on from there while it fits."""
    country = "".join(sign for sign in text[begin : begin + 2 + _WIDEST_GAP] if sign.isalnum())
    structure = structure_of(country[:2].upper())
    kinds = "aann" + structure
    places, signs, gap, at = list[int](), list[str](), 0, begin
    while len(places) < len(kinds) and at < len(text) and gap <= _WIDEST_GAP:
        if text[at].isalnum():
            sign = text[at].upper()
            if not text[at].isascii() or not _may_be(sign, kinds[len(places)]):
                break
            places.append(at)
            signs.append(sign)
            gap = -1
        gap += 1
        at += 1
    return _Written(structure, tuple(places), "".join(signs))


def _may_be(sign: str, kind: str) -> bool:
    return _fits(sign, kind) or (kind == "n" and sign in _LIKE_DIGITS)


def _fits(sign: str, kind: str) -> bool:
    return sign.isdecimal() if kind == "n" else kind == "c" or sign.isalpha()


def _adds_up(number: str) -> bool:
    turned = number[_HEAD:] + number[:_HEAD]
    if number[2:_HEAD] in _NEVER_CHECK:
        return False
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
