"""Slack's markup as plain text: who and what is named, addresses, and no escapes."""

import re
import unicodedata

_NAMED = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t]{2,}")
_KEPT = frozenset("\n\r\t")
_CUT_OFF = frozenset({"Cc", "Cs"})
_AFTER_MENTION = " \t,:;"


def plain(text: str, bot_user: str | None = None, *, most: int) -> str:
    """At most so many characters. What names our own bot is left out, since that only says for
    whom the message is."""
    mentioned = False

    def named(found: re.Match[str]) -> str:
        nonlocal mentioned
        inner, _, label = found[1].partition("|")
        if bot_user is not None and inner == f"@{bot_user}":
            mentioned = True
            return " "
        return _named(inner, label)

    said = _unescaped(_NAMED.sub(named, text))
    if mentioned:
        said = _SPACES.sub(" ", said).strip(_AFTER_MENTION)
    clean = "".join(
        char for char in said if char in _KEPT or unicodedata.category(char) not in _CUT_OFF
    )
    return clean.strip()[:most]


def mentions(text: str, user: str) -> bool:
    """Whether the user is named in it."""
    return f"<@{user}>" in text or f"<@{user}|" in text


def is_for_somebody_else(text: str, user: str | None) -> bool:
    """Whether it begins by naming somebody, and the user is not named in it."""
    return text.lstrip().startswith("<@") and not (user and mentions(text, user))


def escaped(text: str) -> str:
    """So that nothing in it is markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _named(inner: str, label: str) -> str:
    kind, rest = inner[:1], inner[1:]
    if kind == "@":
        return f"@{label.removeprefix('@') or rest}"
    if kind == "#":
        return f"#{label.removeprefix('#') or rest}"
    if kind == "!":
        return label or f"@{rest.partition('^')[0]}"
    if inner.startswith(("mailto:", "tel:")):
        return label or inner.partition(":")[2]
    if not label or inner in {label, f"http://{label}", f"https://{label}"}:
        return label or inner  # Slack has made the link, not the person
    return f"{label} ({inner})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
