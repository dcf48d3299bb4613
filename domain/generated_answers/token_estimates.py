"""Estimates of how many tokens a text takes, on the high side, without any vendor's tokenizer."""

import re
import unicodedata

_RUN = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
_LETTERS, _DIGITS = re.compile(r"[A-Za-z]+"), re.compile(r"[0-9]+")
_COUNTED = re.compile(r"[A-Za-z0-9\t\v\f\r\x1c-\x1f ]+")
"""What the two above have counted, and what counts for nothing."""
_WHOLE_WORD, _LETTERS_A_TOKEN, _DIGITS_A_TOKEN = 4, 3, 2
_ALPHABETS_UNTIL, _SYMBOLS_FROM = 0x2000, 0x1F000
_EAST_ASIAN = frozenset("WF")


def estimated_tokens(text: str) -> int:
    """Of a text in any script. Rather too many than too few: a budget that is overrun is an error
    of the vendor's, and one that is not spent whole costs nothing."""
    words = sum(_of_word(length) for length in map(len, _LETTERS.findall(text)))
    numbers = sum(-(-length // _DIGITS_A_TOKEN) for length in map(len, _DIGITS.findall(text)))
    rest = _COUNTED.sub("", text)
    return words + numbers + (len(rest) if rest.isascii() else sum(map(_sign, rest)))


def within_tokens(text: str, most: int) -> str:
    """As much of the beginning as fits, at the end of a word."""
    return fitting(text, most)[0]


def fitting(text: str, most: int) -> tuple[str, int]:
    """As much of the beginning as fits, at the end of a word, and the tokens of it."""
    tokens = estimated_tokens(text)
    if tokens <= most:
        return text, tokens
    cut = _cut(text, most)
    return cut, estimated_tokens(cut)


def _cut(text: str, most: int) -> str:
    kept = spent = 0
    for match in _RUN.finditer(text):
        spent += _run(match.group())
        if spent > most:
            break
        kept = match.end()
    cut = text[:kept]
    at_word = cut.rstrip().rpartition(" ")[0]
    return at_word or cut


def _run(run: str) -> int:
    if run.isascii():
        if run.isalpha():
            return _of_word(len(run))
        if run.isdigit():
            return -(-len(run) // _DIGITS_A_TOKEN)
    return _sign(run)


def _of_word(length: int) -> int:
    return 1 if length <= _WHOLE_WORD else -(-length // _LETTERS_A_TOKEN)


def _sign(sign: str) -> int:
    """Of one character that is neither an ASCII letter nor a digit."""
    if not sign.isascii():
        return _letter(sign)
    return 0 if sign.isspace() and sign != "\n" else 1


def _letter(letter: str) -> int:
    """Of one character that is not ASCII. Emoji are two to four bytes, each maybe a token."""
    place = ord(letter)
    if place >= _SYMBOLS_FROM:
        return 4
    if place < _ALPHABETS_UNTIL:
        return 1
    is_wide = unicodedata.east_asian_width(letter) in _EAST_ASIAN
    return 2 if is_wide else 3
