"""Intent classifier, trained in seconds from a handful of examples for each intent.

A text is seen twice: by its sentence vector and by its words and pieces of words. Logistic
regression over both knows how the intents differ; the nearest examples correct it. Whether any
intent is meant at all is told apart from which one: by how near the text is, compared with how near
the bot's own examples are to one another.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.understanding.model import IntentScore, NearExample
from infra.local_models.letter_features import letters

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

SHARE_OF_LETTERS = 0.4
"""Length of a text's letters beside its sentence vector, which has length 1."""
_LETTERS_BETWEEN_EXAMPLES = 0.2
_NEIGHBOURS = 200
"""So many examples are compared by their letters too; what is farther adds nothing."""
_SHARPNESS = 25.0
"""How fast an example loses its say with its distance."""
_SAY_OF_NEIGHBOURS = 0.15
_LONE_ODDS = 2.0
"""Stands in for the log odds of a bot with a single intent, which has no other."""
_LEAST_SHARE, _MOST_SHARE = 1e-6, 1 - 1e-4
_SHOWN = 3


@dataclass(frozen=True)
class IntentClassifier:
    """Plain arrays, so that it is stored without pickle."""

    names: tuple[str, ...]
    examples: Floats
    owners: Places
    buckets: NDArray[np.uint16]
    """Of all examples' letters, one example after the other; `values` beside them."""
    values: Floats
    starts: Places
    """Where each example's letters begin; one more at the end."""
    rarity: Floats
    weights: Floats
    bias: Floats
    usual: float = 0.0
    """As familiar nearly all of the bot's own examples are when they are held out."""
    sharpness: float = 1.0
    """Power of the shares at which they come true; both are set by `intent_training`."""

    def scores(self, vector: Floats, text: str) -> list[IntentScore]:
        """Every intent with the probability that it is the one meant, best first; together they
        are as probable as that any is meant."""
        shares, familiar = self.judged(vector, text)
        confidences = sharpened(shares, self.sharpness) * probability(familiar - self.usual)
        order = np.argsort(-confidences, kind="stable")
        return [IntentScore(intent=self.names[i], confidence=float(confidences[i])) for i in order]

    def judged(self, vector: Floats, text: str) -> tuple[Floats, float]:
        """Each intent's share, if one is meant, and how familiar the text is."""
        written = letters(text, self.rarity)
        similar = self.examples @ vector
        near = _largest(similar, _NEIGHBOURS)
        alike = self._alike(near, written)
        shares = self._shares(vector, written, near, similar[near], alike)
        best = int(shares.argmax())
        own = self.owners[near] == best
        return shares, familiarity(
            near=float(similar[self.owners == best].max()),
            mean=float(self._means[best] @ vector),
            odds=_odds(shares),
            alike=float(alike[own].max()) if own.any() else 0.0,
        )

    def nearest(self, vector: Floats, texts: tuple[str, ...]) -> tuple[NearExample, ...]:
        """The examples most alike, for an explanation; `texts` as they were learned."""
        similar = self.examples @ vector
        places = _largest(similar, _SHOWN)
        return tuple(
            NearExample(
                text=texts[place],
                intent=self.names[self.owners[place]],
                likeness=float(np.clip(similar[place], 0.0, 1.0)),
            )
            for place in places[np.argsort(-similar[places], kind="stable")]
        )

    def _shares(
        self, vector: Floats, written: Floats, near: Places, similar: Floats, alike: Floats
    ) -> Floats:
        if len(self.names) == 1:
            return np.ones(1, dtype=np.float32)
        seen = np.concatenate([vector, SHARE_OF_LETTERS * written])
        learned = _log_shares(self.weights @ seen + self.bias)
        votes = np.zeros(len(self.names))
        both = similar + _LETTERS_BETWEEN_EXAMPLES * alike
        np.add.at(
            votes,
            self.owners[near],
            np.exp(_SHARPNESS * (both - 1 - _LETTERS_BETWEEN_EXAMPLES)),
        )
        voted = _log_shares(np.log(votes + 1e-9))
        shares: Floats = np.exp(_log_shares(learned + _SAY_OF_NEIGHBOURS * voted))
        return shares

    def _alike(self, places: Places, written: Floats) -> Floats:
        """How alike the letters of these examples are."""
        return np.array(
            [
                self.values[self.starts[i] : self.starts[i + 1]]
                @ written[self.buckets[self.starts[i] : self.starts[i + 1]]]
                for i in places
            ],
            dtype=np.float32,
        )

    @cached_property
    def _means(self) -> Floats:
        means = np.zeros((len(self.names), self.examples.shape[1]), dtype=np.float32)
        np.add.at(means, self.owners, self.examples)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        normalised: Floats = means / np.maximum(lengths, 1e-9)
        return normalised


FAMILIARITY = (2.2, 5.5, 0.44, 2.9)
"""Nearest example, mean of the intent, log odds of its share, likest letters: what each counts.
Fitted once on simulated bots of public sets (8 to 50 intents, 3 to 60 examples each), each bot's
values taken relative to its own held-out examples; none of it depends on a tenant."""
CALIBRATION = (1.0, 0.43)
"""Slope and constant of the probability that an intent is meant. Fitted on the same bots, where one
message in four is a stranger."""


def familiarity(*, near: float, mean: float, odds: float, alike: float) -> float:
    """How much a text is like what the bot was taught, by the likeliest intent."""
    return float(np.dot(FAMILIARITY, (near, mean, odds, alike)))


def probability(beyond: float) -> float:
    """That an intent is meant, by how far beyond the usual the text is familiar."""
    slope, constant = CALIBRATION
    return float(1 / (1 + np.exp(-(slope * beyond + constant))))


def sharpened(shares: Floats, power: float) -> Floats:
    """The shares to this power, made to add up to 1 again."""
    raised = np.power(shares.astype(np.float64), power)
    powered: Floats = (raised / raised.sum()).astype(np.float32)
    return powered


def _odds(shares: Floats) -> float:
    if len(shares) == 1:
        return _LONE_ODDS
    best = float(np.clip(shares.max(), _LEAST_SHARE, _MOST_SHARE))
    return float(np.log(best / (1 - best)))


def _log_shares(logits: NDArray[np.floating]) -> Floats:
    shifted = logits - logits.max()
    shares: Floats = shifted - np.log(np.exp(shifted).sum())
    return shares


def _largest(values: Floats, count: int) -> Places:
    if len(values) <= count:
        return np.arange(len(values))
    return np.sort(np.argpartition(-values, count)[:count])


def packed(rows: Floats) -> tuple[NDArray[np.uint16], Floats, Places]:
    """Rows of letters without their zeros."""
    where = [np.flatnonzero(row) for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in where])]).astype(np.int64)
    buckets = np.concatenate(where).astype(np.uint16)
    values = np.concatenate([row[one] for row, one in zip(rows, where, strict=True)])
    return buckets, values.astype(np.float32), starts
