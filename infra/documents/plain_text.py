"""Plain text: paragraphs between empty lines, headings by how they stand, items of lists."""

import re
from collections.abc import Iterator

from domain.sections import SectionBuilder

_UNDERLINE = re.compile(r"[=\-~*_]{3,200}")
_ITEM = re.compile(r"(?:[-*\u2022\u2013]|\d{1,3}[.)])\s+")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+")
_LONGEST_HEADING, _MOST_WORDS = 80, 10
_ENDS = (".", "!", ",", ";", ":")


def read_plain_text(text: str) -> SectionBuilder:
    """Headings are short lines by themselves with text below, or underlined ones."""
    built = SectionBuilder()
    blocks = list(_blocks(text))
    for place, block in enumerate(blocks):
        has_text_below = place + 1 < len(blocks)
        if len(block) > 1 and _UNDERLINE.fullmatch(block[1]) and len(block[0]) <= _LONGEST_HEADING:
            built.open(1 if block[1][0] == "=" else 2, block[0])
            block = block[2:]  # noqa: PLW2901 - what stands right below the line
        elif len(block) == 1 and has_text_below and _is_heading(block[0]):
            built.open(2, block[0])
            continue
        for paragraph in _paragraphs(block):
            built.add(paragraph)
    return built


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.replace("\f", "\n\n").splitlines():
        if said := " ".join(line.split()):
            block.append(said)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_heading(line: str) -> bool:
    is_short = len(line) <= _LONGEST_HEADING and len(line.split()) <= _MOST_WORDS
    has_words = any(character.isalpha() for character in line)
    return is_short and has_words and not line.endswith(_ENDS) and not _ITEM.match(line)


def _paragraphs(block: list[str]) -> Iterator[str]:
    """Wrapped lines belong together; each item is a text of its own."""
    gathered: list[str] = []
    for line in block:
        if _UNDERLINE.fullmatch(line):
            continue
        if _ITEM.match(line) and gathered:
            yield " ".join(gathered)
            gathered = []
        gathered.append(_as_item(line) if not gathered else line)
    if gathered:
        yield " ".join(gathered)


def _as_item(line: str) -> str:
    if numbered := _NUMBERED.match(line):
        return f"{numbered[1]}) {line[numbered.end() :]}"
    found = _ITEM.match(line)
    return line[found.end() :] if found else line
