"""Postal addresses, read leniently: street, number, postcode and town, as Germany, the United
Kingdom and the United States write them."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import fragment

_FILE = "addresses"
_WORD = r"[^\W\d_][^\W\d_.'-]{0,30}[.']?"
_NAME = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_APART, _WITHIN = fragment(_FILE, "STREETS_APART"), fragment(_FILE, "STREETS_WITHIN")
_BEFORE, _IN = fragment(_FILE, "STREETS_BEFORE"), fragment(_FILE, "IN")
_TOWN = r"[^\W\d_][^\W\d_.'-]{1,30}(?:[ -](?-i:[A-ZÄÖÜ])[^\W\d_]{1,30}){0,2}"
_HOUSE = r"\d{1,4}(?:\s?[a-zA-Z](?!\w))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
_BRITISH = r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}"
_NUMBER_LAST = re.compile(
    rf"(?<!\w)(?P<street>(?:[^\W\d_][^\W\d_.'-]{{0,30}}(?:{_WITHIN})|(?:{_BEFORE})\s{_NAME}"
    rf"|{_WORD}[ -](?:{_APART})))\s(?P<number>{_HOUSE})(?!\w)"
    rf"(?:,?\s(?:{_IN}\s)?(?:D-|A-|CH-)?(?P<postcode>\d{{4,5}})\s(?P<town>{_TOWN}))?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,5}}[A-Za-z]?)\s(?P<street>(?:[^\W_][^\W_.'-]{{0,30}}\.?\s){{1,3}}?"
    rf"(?:{_APART})\b\.?)(?P<place>(?:,?\s(?P<town>[^\W\d_][^\W\d_.'-]{{1,30}}"
    rf"(?:\s(?![A-Z]{{2}}\s\d)[^\W\d_]{{3,30}}){{0,2}}?))?,?\s(?:(?P<region>[A-Z]{{2}})\s)?"
    rf"(?P<postcode>\d{{5}}(?:-\d{{4}})?|{_BRITISH})(?!\w))?",
    re.IGNORECASE,
)
_SURE = re.compile(rf"(?:{fragment(_FILE, 'STREETS_SURE')})", re.IGNORECASE)
_MOST_WORDS = 3
_MOST = 10


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """ "Lindenstraße 12a, 10115 Berlin" and "221B Baker Street, London NW1 6XE", with or without
    the town: the parts that are there, in the order of the country, one comma between."""
    left = _MOST
    for pattern in (_NUMBER_LAST, _NUMBER_FIRST):
        for match in pattern.finditer(text):
            if not left:
                return
            if match["postcode"] is None and not _is_sure(match):
                continue
            left -= 1
            yield match.start(), match.end(), _written(match, last=pattern is _NUMBER_LAST)


def _is_sure(match: re.Match[str]) -> bool:
    """Without a postcode "3 hours on the way" and "am Freitag 3" are no addresses."""
    words = match["street"].split()
    return len(words) <= _MOST_WORDS and _SURE.fullmatch(words[-1]) is not None


def _written(match: re.Match[str], *, last: bool) -> str:
    street, number = " ".join(match["street"].split()), match["number"]
    line = f"{street} {number}" if last else f"{number} {street}"
    postcode = (match["postcode"] or "").upper()
    town = match["town"] or ""
    place = [postcode, town] if last else [town, match["region"] or "", postcode]
    rest = " ".join(part for part in place if part)
    return f"{line}, {rest}" if rest else line
