"""Placeholders in a tenant's sentences: {order_id}, {order.total}."""

import re
from collections.abc import Callable

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\}")
_BRACE = re.compile(r"[{}]")


def names_in(text: str) -> tuple[str, ...]:
    """In the order of the text, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """In one pass: braces inside a value are never read as placeholders."""
    return _PLACEHOLDER.sub(lambda found: value_of(found[1]), text)


def has_stray_braces(text: str) -> bool:
    """Whether something looks like a placeholder but is none, such as "{order id}"."""
    return _BRACE.search(_PLACEHOLDER.sub("", text)) is not None
