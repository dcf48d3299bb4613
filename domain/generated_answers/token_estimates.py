"""Estimates of how many tokens a text takes, on the high side, without any vendor's tokenizer."""

import re
import unicodedata

_RUN = re.compile(r"[A-Za-z]+|[0-9]+|\n|[^\S\n]+|.", re.DOTALL)
_WHOLE_WORD, _LETTERS_A_TOKEN, _DIGITS_A_TOKEN = 4, 3, 2
_ALPHABETS_UNTIL, _SYMBOLS_FROM = 0x2000, 0x1F000
_EAST_ASIAN = frozenset("WF")


def estimated_tokens(text: str) -> int:
    """Of a text in any script. Rather too many than too few: a budget that is overrun is an error
    of the vendor's, and one that is not spent whole costs nothing."""
    return sum(_run(match.group()) for match in _RUN.finditer(text))


def within_tokens(text: str, most: int) -> str:
    """As much of the beginning as fits, at the end of a word."""
    if estimated_tokens(text) <= most:
        return text
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
            return 1 if len(run) <= _WHOLE_WORD else -(-len(run) // _LETTERS_A_TOKEN)
        if run.isdigit():
            return -(-len(run) // _DIGITS_A_TOKEN)
        return 0 if run.isspace() and run != "\n" else 1
    return _letter(run)


def _letter(letter: str) -> int:
    """Of one character that is not ASCII. Emoji are two to four bytes, each maybe a token."""
    place = ord(letter)
    if place >= _SYMBOLS_FROM:
        return 4
    if place < _ALPHABETS_UNTIL:
        return 1
    is_wide = unicodedata.east_asian_width(letter) in _EAST_ASIAN
    return 2 if is_wide else 3
