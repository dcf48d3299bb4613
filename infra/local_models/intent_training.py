"""Trains an intent classifier, and measures on held-out examples how familiar its own texts are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from infra.local_models.intent_classifier import (
    SHARE_OF_LETTERS,
    Floats,
    IntentClassifier,
    Places,
    packed,
    sharpened,
)
from infra.local_models.letter_features import letters, rarity

_REGULARISATION = 10.0
_ROUNDS = 200
_PRECISE_ENOUGH = 1e-4
_SEED = 7
_FOLDS = 5
_NAMES_ARE_LEARNED = True
"""Off only where it is measured what that earns."""
_MANY = 1_200
"""Of so many examples every fifth is held out, once: each further training is dear then."""
_SPREADS, _SPREADS_FOR_TENFOLD = 1.5, 0.55
"""The usual lies so many standard deviations below the mean of the held-out examples that were
recognised; more where there are ten times as many of each intent, since the measure is true then,
while what is held out of a few is missed by the rest."""
_WITHOUT_EXAMPLES, _WORTH = 4.8, 200
"""The usual of a bot with nothing to hold out, which counts as so many examples: a few that
somebody chose to be unlike one another say too little of what customers write. They count whether
or not they were held out: a fifth of very many says as much as all."""
_POWERS = (1.0, 1.3, 1.6, 2.0, 2.5, 3.0)


@dataclass(frozen=True)
class Lesson:
    """What a classifier learns from; `owners[i]` is the place in `names` of example i's intent."""

    names: tuple[str, ...]
    texts: Sequence[str]
    vectors: Floats
    owners: Places
    subjects: Floats
    """The vectors of the names, read as words: `card_arrival` says what it is about."""

    def of(self, rows: Places) -> "Lesson":
        """The same with these examples alone, and with no intent that has none of them."""
        kept = np.unique(self.owners[rows]).tolist()
        return Lesson(
            names=tuple(self.names[i] for i in kept),
            texts=[self.texts[i] for i in rows.tolist()],
            vectors=self.vectors[rows],
            owners=np.searchsorted(np.array(kept), self.owners[rows]),
            subjects=self.subjects[kept],
        )


def trained(lesson: Lesson) -> IntentClassifier:
    """Deterministic: the same examples make the same classifier."""
    held = held_out(lesson)
    return replace(_fitted(lesson), usual=_usual(held, lesson), sharpness=_sharpness(held))


def spoken(name: str) -> str:
    """An intent's name as words."""
    return name.replace("_", " ").replace("-", " ").casefold()


@dataclass(frozen=True)
class HeldOut:
    """A text that was no example, as the others judged it."""

    shares: Floats
    own: int
    """The place of its intent in the shares."""
    familiar: float

    @property
    def is_recognised(self) -> bool:
        return int(self.shares.argmax()) == self.own


def held_out(lesson: Lesson) -> list[HeldOut]:
    """Examples judged by classifiers that have not seen them."""
    folds = _folds(lesson.owners) % _FOLDS
    held: list[HeldOut] = []
    for fold in range(_FOLDS if len(folds) < _MANY else 1):
        taught = np.flatnonzero(folds != fold)
        if not len(taught):
            continue
        part = lesson.of(taught)
        classifier = _fitted(part)
        places = {name: place for place, name in enumerate(part.names)}
        for row in np.flatnonzero(folds == fold):
            own = places.get(lesson.names[int(lesson.owners[row])])
            if own is not None:
                shares, familiar = classifier.judged(lesson.vectors[row], lesson.texts[int(row)])
                held.append(HeldOut(shares, own, familiar))
    return held


def _usual(held: Sequence[HeldOut], lesson: Lesson) -> float:
    familiar = np.array([one.familiar for one in held if one.is_recognised])
    if not len(familiar):
        return _WITHOUT_EXAMPLES
    examples = len(lesson.texts)
    spreads = _SPREADS + _SPREADS_FOR_TENFOLD * float(np.log10(examples / len(lesson.names)))
    measured = float(familiar.mean() - spreads * familiar.std())
    known = examples / (examples + _WORTH)
    return known * measured + (1 - known) * _WITHOUT_EXAMPLES


def _sharpness(held: Sequence[HeldOut]) -> float:
    """The power at which the shares of what was held out are truest (least log loss)."""

    def loss(power: float) -> float:
        likely = [float(sharpened(one.shares, power)[one.own]) for one in held]
        return -float(np.log(np.maximum(likely, 1e-6)).mean())

    return min(_POWERS, key=loss) if held else 1.0


def _folds(owners: Places) -> Places:
    """A number for each example, so that every intent is spread over all folds."""
    random = np.random.default_rng(_SEED)
    folds = np.zeros(len(owners), dtype=np.int64)
    for owner in np.unique(owners):
        rows = random.permutation(np.flatnonzero(owners == owner))
        folds[rows] = np.arange(len(rows))
    return folds


def _fitted(lesson: Lesson) -> IntentClassifier:
    rare = rarity(lesson.texts)
    written = np.stack([letters(text, rare) for text in lesson.texts])
    buckets, values, starts = packed(written)
    named = np.stack([letters(spoken(name), rare) for name in lesson.names])
    count, width = len(lesson.names), lesson.vectors.shape[1] + written.shape[1]
    weights: Floats = np.zeros((count, width), dtype=np.float32)
    bias: Floats = np.zeros(count, dtype=np.float32)
    if count > 1:
        seen, owners = _joined(lesson.vectors, written), lesson.owners
        if _NAMES_ARE_LEARNED:
            seen = np.vstack([seen, _joined(lesson.subjects, named)])
            owners = np.concatenate([owners, np.arange(count)])
        weights, bias = _logistic(seen, owners)
    return IntentClassifier(
        names=lesson.names,
        examples=lesson.vectors.astype(np.float32),
        owners=lesson.owners,
        buckets=buckets,
        values=values,
        starts=starts,
        rarity=rare,
        weights=weights,
        bias=bias,
    )


def _joined(vectors: Floats, written: Floats) -> Floats:
    joined: Floats = np.hstack([vectors, SHARE_OF_LETTERS * written]).astype(np.float32)
    return joined


def _logistic(seen: Floats, owners: Places) -> tuple[Floats, Floats]:
    # Takes seconds to load, and a worker whose bots are trained already never needs it.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    model = LogisticRegression(C=_REGULARISATION, max_iter=_ROUNDS, tol=_PRECISE_ENOUGH)
    # Products as small as these are no work for two threads: on a busy machine each waits for the
    # other, spinning, and two seconds of training become three minutes.
    with threadpool_limits(limits=1):
        model.fit(seen, owners)
    weights: Floats = np.asarray(model.coef_, dtype=np.float32)
    bias: Floats = np.asarray(model.intercept_, dtype=np.float32)
    if len(weights) == 1:  # scikit-learn gives one row for two classes
        both = np.array([[-0.5], [0.5]], dtype=np.float32)
        weights, bias = both @ weights, (both @ bias[None, :])[:, 0]
    return weights, bias
