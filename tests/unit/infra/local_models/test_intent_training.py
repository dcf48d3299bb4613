"""Intent classifiers, learned from vectors made up for the purpose."""

from pathlib import Path

import numpy as np
import pytest

from infra.local_models.classifier_cache import ClassifierCache
from infra.local_models.intent_classifier import Floats, sharpened
from infra.local_models.intent_training import Lesson, spoken, trained

NAMES = ("card_arrival", "lost_card", "refund")
EACH = 8
WORDS = {"card_arrival": "when will it come", "lost_card": "it is gone", "refund": "money back"}


def _near(place: int, seed: int) -> Floats:
    """A vector of length 1 near the one for this place."""
    row = np.random.default_rng(seed).normal(0, 0.12, 16)
    row[place] += 1
    return (row / np.linalg.norm(row)).astype(np.float32)


def _lesson(names: tuple[str, ...] = NAMES) -> Lesson:
    owners = np.repeat(np.arange(len(names)), EACH)
    return Lesson(
        names=names,
        texts=[f"{WORDS[names[owner]]} {row}" for row, owner in enumerate(owners.tolist())],
        vectors=np.stack([_near(owner, row) for row, owner in enumerate(owners.tolist())]),
        owners=owners,
        subjects=np.stack([_near(place, 100 + place) for place in range(len(names))]),
    )


@pytest.mark.parametrize("names", [NAMES, NAMES[:2], NAMES[:1]], ids=["three", "two", "one"])
def test_the_intent_that_is_meant_comes_first(names: tuple[str, ...]) -> None:
    """
    For bots of any number of intents; together they are no more than certain.
    """
    classifier = trained(_lesson(names))
    for place, name in enumerate(names):
        scores = classifier.scores(_near(place, 900), WORDS[name])
        assert scores[0].intent == name
        assert 0.6 <= sum(score.confidence for score in scores) <= 1.000_01


def test_what_is_like_no_example_is_improbable_whatever_the_intents_are() -> None:
    """
    The likeliest of them may still be meant seldom.
    """
    scores = trained(_lesson()).scores(_near(12, 901), "how tall is the eiffel tower")
    assert sum(score.confidence for score in scores) < 0.3


def test_training_is_deterministic_and_survives_the_disk(tmp_path: Path) -> None:
    """
    The same examples make the same classifier, and what is stored is what was learned.
    """
    vector, text = _near(1, 902), "my card is gone"
    once, again = trained(_lesson()), trained(_lesson())
    cache = ClassifierCache(tmp_path)
    cache.save("one", once)
    stored = cache.load("one")

    assert stored is not None
    assert once.scores(vector, text) == again.scores(vector, text) == stored.scores(vector, text)


def test_an_intent_with_a_single_example_is_learned() -> None:
    """
    Held out, it is unknown to the rest.
    """
    lesson = _lesson()
    rows = np.concatenate([np.arange(EACH), [EACH], np.arange(2 * EACH, 3 * EACH)])
    classifier = trained(lesson.of(rows))
    assert classifier.scores(_near(1, 903), WORDS["lost_card"])[0].intent == "lost_card"


def test_the_nearest_examples_explain_a_choice() -> None:
    """
    Most alike first.
    """
    lesson = _lesson()
    near = trained(lesson).nearest(_near(2, 904), tuple(lesson.texts))
    assert [one.intent for one in near] == ["refund"] * 3
    assert near[0].likeness >= near[-1].likeness


def test_shares_are_sharpened_without_changing_their_order() -> None:
    """
    And still add up to 1.
    """
    shares = sharpened(np.array([0.5, 0.3, 0.2], dtype=np.float32), 2.0)
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > 0.6 > shares[1] > shares[2]


def test_a_name_is_read_as_words() -> None:
    """
    What `card_arrival` is about, it says itself.
    """
    assert spoken("Card_arrival") == "card arrival"
