"""A person's name in a text: "my name is Grace", "ich heiße Jürgen Müller", or bare."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import fragment, word_table
from domain.understanding.preprocess import match_key
from domain.understanding.word_sets import word_set

LONGEST = 80
_MOST_PARTS = 6
_PART = r"(?:[^\W\d_](?:['.-]{0,2}[^\W\d_]){0,40}\.?)"
_NAME = re.compile(rf"{_PART}(?:\s{{1,3}}{_PART}){{0,{_MOST_PARTS - 1}}}")


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('names', name)})"


_SAID = re.compile(rf"\b{_said('SAID')}\s{{0,3}}:?\s{{1,3}}", re.IGNORECASE)
_GREETED = rf"(?:{_said('GREETED')}\W{{1,3}})"
_WEAK = re.compile(rf"{_GREETED}{{0,3}}{_said('WEAK')}\s{{1,3}}", re.IGNORECASE)
_GREETING = re.compile(rf"{_GREETED}{{1,3}}", re.IGNORECASE)
_IS_MY_NAME = re.compile(rf"\s{_said('IS_MY_NAME')}\W{{0,3}}\Z", re.IGNORECASE)
_CORRECTING = re.compile(rf"{_said('CORRECTING')}\W{{1,3}}", re.IGNORECASE)
_FIRST_NAMES = word_table("names", "FIRST_NAMES")
"""They are names too, before another one and in capitals: "Will Young"."""
_LETTERS = re.compile(r"[^\W\d_]{1,80}")
_AND_MORE = re.compile(rf"\W{{0,3}}{_said('AND_MORE')}\b", re.IGNORECASE)
_GREETS = word_table("names", "GREETS")
_TITLES = word_table("names", "TITLES")
_PARTICLES = word_set(
    "von van der den de da di del la le al el bin ibn ben y e zu zur vom und dos du ter"
)
"""Within names of any language."""
_ENDS = word_table("names", "ENDS")
_NO_NAMES = word_table("names", "NO_NAMES")
"""Words that no answer with a name holds; a sentence has at least one of them."""


def find_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the text says in so many words that this is a name."""
    for match in _SAID.finditer(text):
        found = _from(text, match.end())
        if found is not None:
            yield found


def corrected_name(text: str) -> tuple[int, int, str] | None:
    """The name after "I meant …" or "wrong name, …", where nothing else is said."""
    match = _CORRECTING.search(text)
    if match is None or next(find_names(text), None) is not None:
        return None
    found = whole_name(text[match.end() :])
    return (found[0] + match.end(), found[1] + match.end(), found[2]) if found else None


def whole_name(text: str) -> tuple[int, int, str] | None:
    """The name that the text as a whole gives when a name was asked for; None for a sentence."""
    for said in find_names(text):
        return said
    if (turned := _turned(text)) is not None:
        return turned
    text = _IS_MY_NAME.sub("", text)
    start = len(text) - len(text.lstrip(" ,.;:!-"))
    if weak := _WEAK.match(text, start):
        start = weak.end()
    elif greeting := _GREETING.match(text, start):
        start = greeting.end()
    found = _from(text, start)
    if found is None:
        return None
    if _AND_MORE.match(text, found[1]) and weak:
        return found
    after = match_key(text[found[1] :]).split()
    rest = [word for word in after if word not in _ENDS and not word.isdigit()]
    return None if rest or text.rstrip().endswith("?") else found


def _turned(text: str) -> tuple[int, int, str] | None:
    """ "Müller, Grete", as lists write it."""
    family, _, given = (part.strip() for part in text[: LONGEST + 1].partition(","))
    is_short = len(text) <= LONGEST and family.count(" ") + given.count(" ") <= 1
    if not is_short or not (family[:1].isupper() and given[:1].isupper()):
        return None
    if match_key(family) in _GREETS or match_key(given) in _ENDS:
        return None
    name = as_name(f"{given} {family}")
    return (text.index(family), text.index(given) + len(given), name) if name else None


def as_name(text: str) -> str | None:
    """The name as it is kept: "ada lovelace" is Ada Lovelace; None for what is no name."""
    found = _NAME.fullmatch(text.strip())
    parts = found.group().split() if found and len(text) <= LONGEST else []
    if not parts or sum(map(len, parts)) < 2:  # noqa: PLR2004 - an initial alone is no name
        return None
    keys = [match_key(part) for part in parts]
    inner = {place for place, key in enumerate(keys) if place > 0 and key in _PARTICLES}
    if keys[0] in _FIRST_NAMES and len(parts) > 1 and all(part[0].isupper() for part in parts):
        inner.add(0)
    if any(key in _NO_NAMES for place, key in enumerate(keys) if place not in inner):
        return None
    plain = text.islower() or text.isupper()
    return " ".join(_cased(part, first=not i) if plain else part for i, part in enumerate(parts))


def _from(text: str, start: int) -> tuple[int, int, str] | None:
    """The longest name that begins here, up to a word that goes on with something else."""
    match = _NAME.match(text, start)
    if match is None:
        return None
    end, parts = start, match.group().split()
    for index, part in enumerate(parts):
        key = match_key(part)
        goes_on = key in _PARTICLES and 0 < index < len(parts) - 1 and key not in _ENDS
        if key in _ENDS and not goes_on:
            break
        if key in _TITLES and end == start:
            start = end = text.index(part, end) + len(part)
            continue
        end = text.index(part, end) + len(part)
    raw = text[start:end].strip().rstrip(".")
    start = text.index(raw, start) if raw else start
    name = as_name(raw) if raw else None
    return (start, start + len(raw), name) if name else None


def _cased(part: str, *, first: bool) -> str:
    """ "o'brien" is O'Brien and "anna-lena" Anna-Lena; "von" stays as it is inside a name."""
    if part.casefold() in _PARTICLES and not first:
        return part.casefold()
    return _LETTERS.sub(lambda letters: letters.group().capitalize(), part)
