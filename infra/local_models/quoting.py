"""Chooses what to quote of a passage: sentences that follow each other, or rows and items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.chunking import BETWEEN_PARTS, is_item
from infra.local_models.named_subjects import all_stand_in
from infra.local_models.passage_scoring import (
    Evidence,
    Question,
    kind_of_fact,
    sentence_similarities,
)
from infra.local_models.spoken_form import Spoken, spoken
from infra.local_models.synonyms import Lexicon

_MOST_SENTENCES = 3
_KNOWN_WEIGHS, _FACT_WEIGHS = 0.5, 0.15
_CLEAR, _RELATED = 1.0, 0.5
"""Worth of a sentence that answers by itself, and the share of it that its neighbours need."""
_NEAR_ODDS = 2.5
"""A neighbour is quoted as well where its odds, as a logarithm, are no further below."""
_MOST_ITEMS = 8
"""Of a list that is quoted as a whole, and …"""
_MOST_CHOSEN = 3
"""… of rows that a question asks for equally."""
_NEAR = 0.62
"""A word of the question that comes no nearer than this to any of the passage is not in it."""


@dataclass(frozen=True)
class Quote:
    """Sentences of one passage, word for word."""

    text: str
    places: tuple[int, ...]
    """Which of the passage's sentences."""
    is_of_items: bool = False


class Quoter:
    """Chooses which sentences of a passage are quoted."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def quote(self, question: Question, found: Evidence, limit: int) -> Quote | None:
        """At most `limit` sentences, word for word; None where no part of the passage is about
        what the question names."""
        texts = [sentence.text for sentence in found.passage.sentences]
        place = spoken(f"{found.passage.title}. {found.passage.heading}.")
        worth = self._worth(question, found)
        whole = [all_stand_in(question.named, place, spoken(text)) for text in texts]
        best = _best(worth, whole)
        if is_item(texts[best]):
            group = _group(texts, best)
            chosen = self._items(question, found, [one for one in group if whole[one]], group)
            return _items_quote(texts, chosen)
        return self._window(question, place, texts, worth, limit)

    def quote_from(
        self, question: Question, found: Evidence, scores: NDArray[np.float32], best: int
    ) -> Quote | None:
        """What is said with this sentence, word for word; None where it is not about what the
        question names. `scores` are odds that each sentence of the passage answers."""
        texts = [sentence.text for sentence in found.passage.sentences]
        place = spoken(f"{found.passage.title}. {found.passage.heading}.")
        if is_item(texts[best]):
            group = _group(texts, best)
            whole = [
                one for one in group if all_stand_in(question.named, place, spoken(texts[one]))
            ]
            if best not in whole:
                return None
            chosen = self._items(question, found, whole, group) or (best,)
            if best not in chosen:
                chosen = (best,)
            text = _listed(texts[one] for one in chosen)
            return Quote(text, tuple(chosen), is_of_items=True)
        run = _run(texts, scores, best)
        said = " ".join(texts[one] for one in run)
        lacks_fact = question.named and kind_of_fact(question, said) < 0
        if lacks_fact or not all_stand_in(question.named, place, spoken(said)):
            return None
        return Quote(said, tuple(run))

    def row(self, question: Question, found: Evidence) -> Quote | None:
        """Those rows or items that have every telling word of the question, with what they stand
        under. This needs no likeness of meaning, and so holds in every language."""
        asked = frozenset(question.words) - question.asking
        place = spoken(f"{found.passage.title}. {found.passage.heading}.")
        under = self._lexicon.stems(
            self._lexicon.telling_words(f"{found.passage.title} {found.passage.heading}")
        )
        shared = frozenset(word for word in asked if self._lexicon.stem(word) in under)
        rows: list[int] = []
        for at, sentence in enumerate(found.passage.sentences):
            stems = found.reading.sentence_stems[at]
            own = frozenset(word for word in asked if self._lexicon.stem(word) in stems)
            fits = own - shared and own | shared | question.naming >= asked
            fits = fits and is_item(sentence.text) and kind_of_fact(question, sentence.text) >= 0
            if fits and all_stand_in(question.named, place, spoken(sentence.text)):
                rows.append(at)
        if not 0 < len(rows) <= _MOST_CHOSEN:
            return None
        said = _listed(found.passage.sentences[at].text for at in rows)
        return Quote(said, tuple(rows), is_of_items=True)

    def _window(
        self,
        question: Question,
        place: Spoken,
        texts: Sequence[str],
        worth: NDArray[np.float32],
        limit: int,
    ) -> Quote | None:
        """The run of sentences that is worth most, of those in which all that is named stands."""
        runs = []
        for start in range(max(len(texts) - limit, 0) + 1):
            some = worth[start : start + limit]
            first, last = _about_it(some)
            said = " ".join(texts[start + first : start + last])
            lacks_fact = question.named and kind_of_fact(question, said) < 0
            if not lacks_fact and all_stand_in(question.named, place, spoken(said)):
                places = tuple(range(start + first, start + last))
                runs.append((float(some.max() + 0.1 * some.sum()), -start, said, places))
        return Quote(*max(runs)[2:]) if runs else None

    def _items(
        self, question: Question, found: Evidence, fitting: Sequence[int], group: Sequence[int]
    ) -> Sequence[int]:
        """Those that the question singles out; all of them where it asks for no one of them."""
        matched = {one: self._matched(question, found, one) for one in group}
        common = frozenset.intersection(*matched.values())
        single = {one: matched[one] - common for one in fitting}
        most = max((self._weight(words) for words in single.values()), default=0.0)
        missing = self._missing(question, found, frozenset().union(*matched.values()))
        if most > 0 and not self._is_beside(question, missing, single):
            best = [one for one in fitting if self._weight(single[one]) >= most - 1e-6]
            return best[:_MOST_CHOSEN] if len(best) <= _MOST_CHOSEN else ()
        if question.named and len(fitting) <= _MOST_CHOSEN:
            return fitting
        return group[:_MOST_ITEMS] if not missing and len(fitting) == len(group) else ()

    def _matched(self, question: Question, found: Evidence, place: int) -> frozenset[str]:
        """The question's words, and pairs of words such as "machine a", that an item has."""
        stems = found.reading.sentence_stems[place]
        text = spoken(found.passage.sentences[place].text)
        words = {
            word
            for word in question.words
            if self._lexicon.stem(word) in stems or self._lexicon.has_synonym(word, stems)
        }
        return frozenset(words | {pair for pair in question.pairs if f" {pair} " in text.words})

    def _weight(self, words: Iterable[str]) -> float:
        return sum(1.0 if " " in word else self._lexicon.rarity(word) for word in words)

    def _missing(
        self, question: Question, found: Evidence, matched: frozenset[str]
    ) -> frozenset[str]:
        """Telling words of the question of which the passage has none and none that is near."""
        return frozenset(
            word
            for word, cover in zip(question.words, found.covered, strict=True)
            if word not in matched | question.asking | question.naming and cover < _NEAR
        )

    def _is_beside(
        self, question: Question, missing: frozenset[str], single: dict[int, frozenset[str]]
    ) -> bool:
        """ "Mango smoothie" asks for no other smoothie: a missing word beside the one that an item
        has says which."""
        singled = frozenset().union(*single.values())
        if any(" " in one for one in singled):
            return False
        return any(
            (first in missing and second in singled) or (first in singled and second in missing)
            for first, _, second in (pair.partition(" ") for pair in question.pairs)
        )

    def _worth(self, question: Question, found: Evidence) -> NDArray[np.float32]:
        worth = sentence_similarities(question, found.reading)
        total = float(question.weights.sum()) or 1.0
        for place, sentence in enumerate(found.passage.sentences):
            stems = found.reading.sentence_stems[place]
            known = [
                weight
                for word, weight in zip(question.words, question.weights, strict=True)
                if self._lexicon.stem(word) in stems or self._lexicon.has_synonym(word, stems)
            ]
            worth[place] += _KNOWN_WEIGHS * sum(known) / total
            worth[place] += _FACT_WEIGHS * kind_of_fact(question, sentence.text)
        return worth


def _about_it(worth: NDArray[np.float32]) -> tuple[int, int]:
    """The run without what stands around a sentence that answers clearly, and is about something
    else: its first place, and the one behind its last."""
    most = float(worth.max())
    if most < _CLEAR:
        return 0, len(worth)
    related = [place for place, one in enumerate(worth) if one >= _RELATED * most]
    return related[0], related[-1] + 1


def _best(worth: NDArray[np.float32], whole: Sequence[bool]) -> int:
    """The place of the best sentence, of those in which all that is named stands."""
    places = [place for place, fits in enumerate(whole) if fits] or range(len(whole))
    return max(places, key=lambda place: (float(worth[place]), -place))


def _items_quote(texts: Sequence[str], chosen: Sequence[int]) -> Quote | None:
    said = _listed(texts[one] for one in chosen)
    return Quote(said, tuple(chosen), is_of_items=True) if chosen else None


def _run(texts: Sequence[str], scores: NDArray[np.float32], best: int) -> list[int]:
    """The sentence with those beside it that answer nearly as well, a few at most."""
    run = [best]
    while len(run) < _MOST_SENTENCES:
        beside = [
            at
            for at in (run[0] - 1, run[-1] + 1)
            if 0 <= at < len(texts)
            and not is_item(texts[at])
            and scores[at] > scores[best] - _NEAR_ODDS
        ]
        if not beside:
            break
        run = sorted([*run, max(beside, key=lambda at: float(scores[at]))])
    return run


def _group(texts: Sequence[str], place: int) -> list[int]:
    """The items that stand together with this one."""
    first = last = place
    while first > 0 and is_item(texts[first - 1]):
        first -= 1
    while last + 1 < len(texts) and is_item(texts[last + 1]):
        last += 1
    return list(range(first, last + 1))


def _listed(items: Iterable[str]) -> str:
    """What several of them stand under is said once."""
    said: list[str] = []
    before = ""
    for item in items:
        under, between, rest = item.partition(BETWEEN_PARTS)
        said.append(rest if between and under == before and ":" not in under else item)
        before = under
    return "; ".join(said)
