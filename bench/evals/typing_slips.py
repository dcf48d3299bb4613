"""Slips of the finger put into texts, always the same for the same text and seed."""

import random
from collections.abc import Callable, Sequence

NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "serfc", "e": "wrd", "f": "drtgv", "g": "ftyhb",
    "h": "gyujn", "i": "uok", "j": "huikm", "k": "jiol", "l": "kop", "m": "njk", "n": "bhm",
    "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "awedx", "t": "ryg", "u": "yij",
    "v": "cfb", "w": "qes", "x": "zsd", "y": "tuh", "z": "asx",
}  # fmt: skip
_SHORTEST = 3


def _swapped(word: str, place: int, _: random.Random) -> str:
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _dropped(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place] + word[place:]


def _beside(word: str, place: int, chance: random.Random) -> str:
    keys = NEIGHBOURS.get(word[place].lower(), "e")
    return word[:place] + chance.choice(keys) + word[place + 1 :]


Slip = Callable[[str, int, random.Random], str]
ANY: tuple[Slip, ...] = (_swapped, _dropped, _doubled, _beside)
DOUBLED: tuple[Slip, ...] = (_doubled,)


def with_slips(texts: Sequence[str], seed: int, every: int, kinds: Sequence[Slip]) -> list[str]:
    """One slip in a word for every so many words, and at least one in a text that has a word of
    three letters or more."""
    return [_slipped(text, random.Random(f"{seed} {text}"), every, kinds) for text in texts]  # noqa: S311 - no secret


def _slipped(text: str, chance: random.Random, every: int, kinds: Sequence[Slip]) -> str:
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    count = max(1, round(len(words) / every))
    for place in chance.sample(long, min(count, len(long))):
        word = words[place]
        words[place] = chance.choice(kinds)(word, chance.randrange(len(word)), chance)
    return " ".join(words)
