"""Weights of a question's words: telling, rare, or a synonym of another."""

import math
import re
from functools import lru_cache
from importlib.resources import files

import snowballstemmer

from domain.understanding.language.registry import by_language
from infra.local_models.embedder import load_tokenizer

_WORD = re.compile(r"\w(?:[\w.@'&-]*\w)?")
_LONGEST_WORD = 64
_COMMONEST = 1_500
"""The tokenizer's vocabulary is ordered by frequency; up to this place words are common."""
_LEAST, _RAREST = 0.2, 30_000
_ASKED: dict[str, frozenset[str]] = by_language("knowledge", "ASKED")
"""Any of them tells a question in that language from an English one."""
_JOINS_WORDS: dict[str, bool] = by_language("aspects", "JOINS_WORDS")
_SCALE = math.log(20)


class Lexicon:
    """English. Words it does not know are simply rare, so other languages do no harm."""

    def __init__(self) -> None:
        self._stemmer = snowballstemmer.stemmer("english")
        self._tokenizer = load_tokenizer()
        self._common = frozenset(
            word for line in _lines("common_words_en.txt") for word in line.split()
        )
        self._common_elsewhere = {
            language: frozenset(
                word for line in _lines(f"common_words_{language}.txt") for word in line.split()
            )
            for language, asked in _ASKED.items()
            if asked
        }
        self._synonyms = self._read_synonyms()
        self.stem = lru_cache(maxsize=20_000)(self._stem)
        self.rarity = lru_cache(maxsize=20_000)(self._rarity)

    def asked_words(self, text: str) -> tuple[str, ...]:
        """The telling words of a question, which may be in any language."""
        words = self.telling_words(text)
        spoken = {_bare(match.group()) for match in _WORD.finditer(text.lower())}
        for language, common in self._common_elsewhere.items():
            if spoken & _ASKED[language]:
                words = tuple(word for word in words if word not in common)
        return words

    def telling_words(self, text: str) -> tuple[str, ...]:
        """The words that say what a text is about, each once, in order."""
        words = (_bare(match.group()) for match in _WORD.finditer(text.lower()))
        telling = (
            word for word in words if word.isdigit() or (len(word) > 1 and word not in self._common)
        )
        return tuple(dict.fromkeys(telling))

    def is_telling(self, word: str) -> bool:
        return len(word) > 1 and word not in self._common

    def stems(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(self.stem(word) for word in words)

    def joins_words(self, text: str) -> bool:
        """Whether a question is in a language that puts words together."""
        spoken = {_bare(match.group()) for match in _WORD.finditer(text.lower())}
        return any(
            spoken & _ASKED[language]
            for language, joins in _JOINS_WORDS.items()
            if joins and language in _ASKED
        )

    def synonyms(self, word: str) -> frozenset[str]:
        """The stems of the words that may stand for it."""
        return self._synonyms.get(self.stem(word), frozenset())

    def has_synonym(self, word: str, stems: frozenset[str]) -> bool:
        return not self._synonyms.get(self.stem(word), frozenset()).isdisjoint(stems)

    def _stem(self, word: str) -> str:
        return str(self._stemmer.stemWord(word))

    def _rarity(self, word: str) -> float:
        """From 0.2 for the commonest words to 1 for the rarest."""
        pieces = self._tokenizer.encode(word, add_special_tokens=False).ids
        place = pieces[0] if len(pieces) == 1 else _RAREST
        return max(_LEAST, math.log(max(place, 1) / _COMMONEST) / _SCALE)

    def _read_synonyms(self) -> dict[str, frozenset[str]]:
        """For each stem those that may stand for it; a colon sets general from particular words."""
        groups: dict[str, set[str]] = {}
        for line in (*_lines("synonyms_en.txt"), *_lines("synonyms_de.txt")):
            general, _, particular = line.partition(":")
            shared = {self._stem(word) for word in general.split()}
            kinds = {self._stem(word) for word in particular.split()}
            for stem in shared:
                groups.setdefault(stem, set()).update(shared, kinds)
            for stem in kinds:
                groups.setdefault(stem, set()).update(shared)
        return {stem: frozenset(group) for stem, group in groups.items()}


def _bare(word: str) -> str:
    return word[:_LONGEST_WORD].removesuffix("'s").strip("'.-")


def _lines(name: str) -> list[str]:
    text = (files("infra.local_models") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
