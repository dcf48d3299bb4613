"""E-mail addresses in a text: whole, or not at all."""

import re
from collections.abc import Iterator

from domain.bot.defaults import MAX_EMAIL

_OUTSIDE = r"\s<>()\[\]{},;:\"|\\"
_AROUND_AT = re.compile(
    rf"(?<![^{_OUTSIDE}])[^{_OUTSIDE}@]{{1,200}}@[^{_OUTSIDE}]{{1,200}}(?![^{_OUTSIDE}])"
)
_ADDRESS = re.compile(
    r"\A[A-Za-z0-9_+&%'~-]{1,64}(?:\.[A-Za-z0-9_+&%'~-]{1,64}){0,8}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,24}\Z"
)
_QUOTES = "'*`_"
_AFTER = ".!?'*`_"
_LONGEST_LOCAL = 64


def is_email(text: str) -> bool:
    """Whether it is one address that every mail system takes, so with ASCII letters only."""
    local = text.partition("@")[0]
    fits = len(text) <= MAX_EMAIL and len(local) <= _LONGEST_LOCAL
    return fits and _ADDRESS.fullmatch(text) is not None


def find_emails(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Everything around an @, lower-case; None where it is no address that could be used, of which
    a part must not be taken for one."""
    for match in _AROUND_AT.finditer(text):
        start, end = match.span()
        while start < end and text[start] in _QUOTES:
            start += 1
        while end > start and text[end - 1] in _AFTER:
            end -= 1
        address = text[start:end].lower()
        yield start, end, address if is_email(address) else None
