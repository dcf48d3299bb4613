"""Text as a reader sees it: without hidden characters, look-alike letters and escapes."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import unquote

from domain.generated_answers.fences import without_hidden

_LOOK_ALIKES = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455"
    "\u04bb\u0501\u051b\u03bf\u03b1\u03b5\u03b9\u03bd\u03c1\u03c4\u03c5\u0261\u0131",
    "abekmhopctyxijshdqoaeivptugi",
)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{20,4000}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[\s:]?){12,2000}")
_LEETS = str.maketrans("013457@$", "oieastas")
_MOST_DECODED = 20
_PRINTED = 0.9


def plain_form(text: str) -> str:
    """In lower case, with one spelling of each letter, for comparing; never shown."""
    read = unquote(html.unescape(text))
    if read.isascii():  # as most are, and then there is nothing to fold
        return without_hidden(read).lower()
    seen = without_hidden(unicodedata.normalize("NFKC", read))
    folded = unicodedata.normalize("NFD", seen.casefold())
    bare = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
    return bare.translate(_LOOK_ALIKES)


def without_leet(text: str) -> str:
    """A plain form with digits and signs read as the letters that they look like."""
    return text.translate(_LEETS)


def decoded(text: str) -> Iterator[str]:
    """What stands in it in base64, as hexadecimal numbers or turned by thirteen letters."""
    for match in list(_ENCODED.finditer(text))[:_MOST_DECODED]:
        run = match.group().replace("-", "+").replace("_", "/").rstrip("=")
        yield from _as_text(partial(base64.b64decode, run + "=" * (-len(run) % 4)))
    for match in list(_HEX.finditer(text))[:_MOST_DECODED]:
        digits = "".join(match.group().split()).replace(":", "")
        yield from _as_text(partial(bytes.fromhex, digits))
    yield text.translate(_ROT13)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TURNED = _LETTERS[13:] + _LETTERS[:13]
_ROT13 = str.maketrans(_LETTERS + _LETTERS.upper(), _TURNED + _TURNED.upper())


def _as_text(read: Callable[[], bytes]) -> Iterator[str]:
    try:
        text = read().decode("utf-8")
    except (binascii.Error, ValueError):
        return
    if text and sum(letter.isprintable() for letter in text) / len(text) > _PRINTED:
        yield text
