"""Text as Slack formats it: bold, links and lists; whatever else it holds is shown as it is.

Nothing in a text of ours mentions anybody: `<`, `>` and `&` are escaped, and every object that
holds the result is `verbatim`, so that Slack makes no names out of words such as @here.
"""

import re
from collections.abc import Iterator

_LABEL = r"\[(?P<label>[^\[\]\n]{1,300})\]\((?P<target>https?://[^\s()<>|\"]{1,2000})\)"
_ADDRESS = r"(?P<address>https?://[^\s<>\"']{1,2000})"
_BOLD = r"\*\*(?P<bold>[^*\n\s](?:[^*\n]{0,498}[^*\n\s])?)\*\*"
_PIECES = re.compile(f"{_LABEL}|{_ADDRESS}|{_BOLD}")
_HEADING = re.compile(r"#{1,6} {1,3}(\S.{0,498})")
_ITEM = re.compile(r"( {0,8})[-*+] {1,3}(?=\S)")
_TRAILING = ".,;:!?)]}"
_BULLET = "• "


def escaped(text: str) -> str:
    """What Slack reads as control characters, as it wants them written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(url: str, label: str) -> str:
    """A link under its own words. `url` is an address of the web without spaces."""
    return f"<{_address(url)}|{escaped(label).replace('|', '¦')}>"


def mrkdwn(text: str) -> str:
    """Of plain text with a little markdown in it: `**bold**`, `[words](https://…)`, headings and
    lists. Addresses become links."""
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    heading = _HEADING.fullmatch(line)
    if heading is not None:
        return f"*{escaped(heading[1].replace('*', '').rstrip())}*"
    item = _ITEM.match(line)
    if item is not None:
        return item[1] + _BULLET + "".join(_pieces(line[item.end() :]))
    return "".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    end = 0
    for found in _PIECES.finditer(line):
        yield escaped(line[end : found.start()])
        if found["label"] is not None:
            yield linked(found["target"], found["label"])
        elif found["bold"] is not None:
            yield f"*{''.join(_pieces(found['bold']))}*"
        else:
            address = found["address"].rstrip(_TRAILING)
            yield f"<{_address(address)}>" + escaped(found["address"][len(address) :])
        end = found.end()
    yield escaped(line[end:])


def _address(url: str) -> str:
    """Nothing in it ends the link or begins its label."""
    return escaped(url).replace("|", "%7C")


def in_parts(text: str, most: int) -> list[str]:
    """The formatted text in parts of at most `most` characters (10 or more), cut between lines,
    else between words, and never within a link or an escaped character. Joined they are the text.
    """
    parts: list[str] = []
    rest = text
    while len(rest) > most:
        cut = _place_to_cut(rest, most)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest] if rest else parts


def _place_to_cut(text: str, most: int) -> int:
    for space in ("\n", " "):
        cut = text.rfind(space, 1, most) + 1
        if cut > most // 2 and _start_of_whole(text, cut) == cut:
            return cut
    return _start_of_whole(text, most) or most


def _start_of_whole(text: str, cut: int) -> int:
    """Where a cut may be, so that it does not fall into `<https://…|…>` or `&lt;`."""
    link = text.rfind("<", 0, cut)
    if link >= 0 and text.find(">", link, cut) < 0:
        return link
    entity = text.rfind("&", max(cut - len("&amp"), 0), cut)
    if entity >= 0 and text.find(";", entity, cut) < 0:
        return entity
    return cut
