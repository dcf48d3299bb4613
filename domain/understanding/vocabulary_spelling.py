"""Slips of the finger, mended against a bot's own words: "track my ordr", "need to retun it".

A word is right if an example of the bot holds it, if it is common in the language of the message,
or if it is built of such a word ("unblocked"). Of what is one slip away the likeliest is meant: by
how often the bot's examples or the language have it, by the kind of slip, and by its neighbours.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import log, log1p

from domain.bot.model import Bot
from domain.understanding.nearness import is_a_slip
from domain.understanding.slips import slips, without_repeats

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST = 3, 20
_SHORTEST_ELSEWHERE = 5
"""Where the language's common words are not known, a short word is too easily another's slip."""
_MOST_WORDS = 12
"""In one message. Who writes more says enough without them."""
_PREFIXES = ("un", "de", "re", "mis", "dis", "pre", "non", "in", "over", "under")
_SUFFIXES = ("s", "d", "ed", "er", "ers", "ly", "ing", "able", "less")
_STEM = 4
_COMMON = 5_000
"""Up to this place a word is taken as it is, whatever the bot's examples hold."""
_RARE = 8_000
"""A slip is taken for no word beyond this place, except by a letter said twice."""
_MUCH_LIKELIER = 7.0
"""By this a word must be outdone (natural logarithm) that is rare but right."""
_SHARE_OF_LANGUAGE = 0.3
_WEIGHT_OF_SLIP, _WEIGHT_OF_PAIR = 2.0, 3


@dataclass(frozen=True)
class CommonWords:
    """A language's words with their places by frequency, from 1."""

    places: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "single", _by_single(self.places))

    single: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Spelling:
    """What the words of one bot's examples say about how a word is spelled."""

    counts: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    single: Mapping[str, tuple[str, ...]]
    total: int

    @classmethod
    def of(cls, examples: Iterable[str]) -> "Spelling":
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in examples:
            words = [word for word in _words(text) if len(word) <= _LONGEST]
            counts.update(words)
            pairs.update(pairwise(words))
        return cls(counts, pairs, _by_single(counts), max(counts.total(), 1))

    def mended(self, text: str, common: CommonWords) -> str:
        """The text with its slips mended, and all else as it was."""
        found = list(_WORD.finditer(text))
        words = [match.group().casefold() for match in found]
        pieces, position, looked_up = [], 0, 0
        for place, match in enumerate(found):
            word = words[place]
            if self._is_right(word, common) or looked_up >= _MOST_WORDS:
                continue
            looked_up += 1
            before = words[place - 1] if place else ""
            after = words[place + 1] if place + 1 < len(words) else ""
            if meant := self._meant(word, before, after, common):
                pieces += [text[position : match.start()], meant]
                position = match.end()
        return "".join([*pieces, text[position:]])

    def _is_right(self, word: str, common: CommonWords) -> bool:
        if not _SHORTEST <= len(word) <= _LONGEST or word in self.counts:
            return True
        if word in common.places:
            return common.places[word] <= _COMMON
        return not self._is_repeated(word, common) and self._is_built(word, common)

    def _is_repeated(self, word: str, common: CommonWords) -> bool:
        """Whether it is a known word but for a letter too many of the same: no "card" that ends in
        -d."""
        single = without_repeats(word)
        return single in self.single or single in common.single

    def _may_be_meant(self, word: str, common: CommonWords) -> bool:
        return word in self.counts or common.places.get(word, _RARE + 1) <= _RARE

    def _is_built(self, word: str, common: CommonWords) -> bool:
        """Whether it is a known word with an ending or a beginning."""
        stems = [word.removeprefix(one) for one in _PREFIXES if word.startswith(one)]
        stems += [word.removesuffix(one) for one in _SUFFIXES if word.endswith(one)]
        stems += [f"{stem}e" for stem in stems if word.endswith(("ing", "able"))]
        return any(
            len(stem) >= _STEM and (stem in self.counts or stem in common.places)
            for stem in stems
            if stem != word and not word.endswith("ss")
        )

    def _meant(self, word: str, before: str, after: str, common: CommonWords) -> str | None:
        if not common.places:
            return self._meant_elsewhere(word)
        near = {
            one: likeness
            for one, likeness in slips(word).items()
            if len(one) > 1 and self._may_be_meant(one, common)
        }
        repeated = without_repeats(word)
        for known in (self.single, common.single):
            near |= dict.fromkeys(known.get(repeated, ()), 1.0)
        near.pop(word, None)
        if not near:
            return None
        scored = {
            one: self._score(one, before, after, common) + _WEIGHT_OF_SLIP * log(likeness)
            for one, likeness in near.items()
        }
        best = max(scored, key=lambda one: (scored[one], one))
        if word not in common.places:
            return best
        own = self._score(word, before, after, common) + _MUCH_LIKELIER
        return best if scored[best] > own and best in self.counts else None

    def _meant_elsewhere(self, word: str) -> str | None:
        """The one word of the bot that it may be."""
        if len(word) < _SHORTEST_ELSEWHERE - 1:
            return None
        known = (one for one in self.counts if len(one) >= _SHORTEST_ELSEWHERE)
        near = {one for one in known if is_a_slip(word, one)}
        near |= set(self.single.get(without_repeats(word), ()))
        return near.pop() if len(near) == 1 else None

    def _score(self, word: str, before: str, after: str, common: CommonWords) -> float:
        often = self.counts.get(word, 0) / self.total
        if place := common.places.get(word):
            often += _SHARE_OF_LANGUAGE / place
        beside = sum(
            log1p(_WEIGHT_OF_PAIR * self.pairs.get(pair, 0))
            for pair in ((before, word), (word, after))
        )
        return log(often) + beside


def respelled(bot: Bot, text: str, common: CommonWords) -> str:
    """The text with its slips mended against the examples of this bot."""
    examples = (
        text for one in bot.intents.values() for texts in one.examples.values() for text in texts
    )
    return _spelling(tuple(examples)).mended(text, common)


@lru_cache(maxsize=64)
def _spelling(examples: tuple[str, ...]) -> Spelling:
    return Spelling.of(examples)


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]


def _by_single(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by how they are written with every letter once: "account" as "acount"."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _SHORTEST:
            found[without_repeats(word)].append(word)
    return {single: tuple(sorted(several)) for single, several in found.items()}
