"""Names of the calendar with one slip of the finger in them: "thrusday", "saterday", "novmber"."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from domain.understanding.language.registry import merged
from domain.understanding.values.calendar_words import LONG_NAMES

_WORD = re.compile(r"[^\W\d_]{5,20}")
_OFTEN: dict[str, str] = merged("calendar_words", "MISSPELT")
Shifts = list[tuple[int, int]]


def _slips(name: str) -> Iterator[str]:
    """A letter that is missing, doubled, another one, or has changed places with the next."""
    for place in range(1, len(name)):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place] + name[place:]
        yield name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]
        for letter in ascii_lowercase:
            yield name[:place] + letter + name[place + 1 :]


_MEANT = {slip: name for name in sorted(LONG_NAMES, reverse=True) for slip in _slips(name)} | _OFTEN
for _name in LONG_NAMES:
    _MEANT.pop(_name, None)


def respelled(text: str) -> tuple[str, Shifts]:
    """The text with the names put right, and from where on its places are shifted by how much."""
    pieces, shifts, at, length = list[str](), Shifts(), 0, 0
    for match in _WORD.finditer(text):
        name = _MEANT.get(match.group().casefold())
        if name is None:
            continue
        pieces += [text[at : match.start()], name]
        length += match.start() - at + len(name)
        at = match.end()
        shifts.append((length, at))
    return ("".join([*pieces, text[at:]]), shifts) if pieces else (text, shifts)


def place_in(shifts: Shifts, place: int) -> int:
    """Where in the original text that is which stands at this place of the respelled one."""
    moved = 0
    for there, here in shifts:
        if there > place:
            break
        moved = here - there
    return place + moved
