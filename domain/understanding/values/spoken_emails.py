"""E-mail addresses as they are spoken: "alice at example dot io"."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import tables, word_table
from domain.understanding.values.emails import is_email
from domain.understanding.word_sets import word_set


def _said(name: str) -> frozenset[str]:
    return frozenset(word for _, words in tables("emails", name) for word in words.split("|"))


_AT = _said("AT") | {"@", "(at)", "[at]", "{at}"}
_DOT = _said("DOT") | {".", "(dot)", "[dot]"}
_JOINTS = {
    **dict.fromkeys(_DOT, "."),
    **dict.fromkeys(_said("DASH"), "-"),
    **dict.fromkeys(_said("UNDERSCORE"), "_"),
    **dict.fromkeys(_said("PLUS"), "+"),
}
_TOKEN = re.compile(r"\(at\)|\[at\]|\{at\}|\(dot\)|\[dot\]|[\w+%&'~-]{1,64}|[.@]")
_MOST_PARTS = 8
_ENDINGS = word_set(
    "com org net edu gov io de at ch uk eu info biz me co app dev ai us ca fr es it nl be pl se no",
    "dk fi cz au nz in jp cn br mx ru ie pt gr hu ro tv shop online cloud email",
)
"""Of addresses that are only spoken in part: "alice at example.com" is one, "meet at noon" none."""
_MOST = 20
_NO_NAMES = word_table("emails", "NO_NAMES")
_LEADS = word_table("emails", "LEADS")
Token = tuple[int, int, str]


def find_spoken_emails(text: str) -> Iterator[tuple[int, int, str]]:
    """Each that has a spoken or spaced "at", and a dot before an ending of the net."""
    tokens = [(m.start(), m.end(), m.group().casefold()) for m in _TOKEN.finditer(text)]
    left = _MOST
    for at, (_, _, word) in enumerate(tokens):
        if word not in _AT or not left or not 0 < at < len(tokens) - 1:
            continue
        begin, local = _before(tokens, at, text)
        end, host = _after(tokens, at, text)
        said = text[tokens[at][0] : tokens[end][1]]
        is_told = any(one in _DOT - {"."} for one in said.casefold().split()) or word != "at"
        if not is_told and not _is_led_to(tokens, begin):
            continue
        if _is_spelled(tokens, begin):
            continue
        if local and host and local not in _NO_NAMES and is_email(f"{local}@{host}"):
            left -= 1
            yield tokens[begin][0], tokens[end][1], f"{local}@{host}"


def _is_spelled(tokens: list[Token], begin: int) -> bool:
    """ "A d a at example dot com": the last letter alone would be another person's address."""
    alone = [len(tokens[place][2]) == 1 for place in (begin - 1, begin) if place >= 0]
    return len(alone) > 1 and all(alone) and tokens[begin - 1][2].isalnum()


def _is_led_to(tokens: list[Token], begin: int) -> bool:
    """ "Look at example.com" is no address; "my mail is max at example.com" is one."""
    return not begin or tokens[begin - 1][2] in _LEADS


def _before(tokens: list[Token], at: int, text: str) -> tuple[int, str]:
    """The name, back over joints: "first dot last"."""
    place, name = at - 1, tokens[at - 1][2]
    if name in _JOINTS or name in _AT:
        return place, ""
    parts = 1
    while place >= 2 and parts < _MOST_PARTS:  # noqa: PLR2004 - a joint and a part
        joint, part = tokens[place - 1][2], tokens[place - 2][2]
        if joint not in _JOINTS or part in _JOINTS or not _beside(tokens, place - 2, place, text):
            break
        name = f"{part}{_JOINTS[joint]}{name}"
        place, parts = place - 2, parts + 1
    return place, name


def _after(tokens: list[Token], at: int, text: str) -> tuple[int, str]:
    """The host, on over dots, to the last that is an ending."""
    place, host = at + 1, tokens[at + 1][2]
    best: tuple[int, str] = (place, "")
    parts = 1
    while place + 2 < len(tokens) and parts < _MOST_PARTS:
        joint, part = tokens[place + 1][2], tokens[place + 2][2]
        if joint not in _JOINTS or part in _JOINTS or not _beside(tokens, place, place + 2, text):
            break
        host = f"{host}{_JOINTS[joint]}{part}"
        place, parts = place + 2, parts + 1
        if _JOINTS[joint] == "." and part in _ENDINGS:
            best = (place, host)
    return best


def _beside(tokens: list[Token], first: int, last: int, text: str) -> bool:
    """Nothing but single spaces between them, and no sentence that ends with a full stop."""
    for one, two in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        between = text[one[1] : two[0]]
        if between.strip() or len(between) > 2:  # noqa: PLR2004
            return False
        if one[2] == "." and between:
            return False
    return True
