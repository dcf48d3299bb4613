"""The worth of each part of the recogniser: the same bot learned and asked without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from bench.evals.intent_plots import bars
from bench.evals.intent_sets import Labelled
from bench.evals.learned_bots import LearnedBot
from infra.local_models import intent_classifier, intent_training
from infra.local_models.letter_features import WIDTH
from infra.local_models.understanding_steps import Unspelled

NAMES, LETTERS, NEIGHBOURS = "names of intents", "words and pieces", "nearest examples"
SPELLING = "spelling, one slip every three words"


def ablation(taught: Labelled, asked: Labelled, misspelt: Labelled) -> tuple[dict[str, float], str]:
    """Points of accuracy that each part earns, and a plot of them."""
    whole = LearnedBot(taught)
    best, best_misspelt = whole.ask(asked).accuracy, whole.ask(misspelt).accuracy
    lost: dict[str, float] = {}
    for part in (NAMES, LETTERS, NEIGHBOURS):
        with _without(part):
            lost[part] = best - LearnedBot(taught).ask(asked).accuracy
    unspelled = LearnedBot(taught, Unspelled()).ask(misspelt).accuracy
    lost[SPELLING] = best_misspelt - unspelled
    return lost, bars("Points of accuracy that each part earns (Banking77, ten-shot)", lost)


@contextmanager
def _without(part: str) -> Iterator[None]:
    if part == LETTERS:
        with patch.object(intent_training, "rarity", lambda _: np.zeros(WIDTH, np.float32)):
            yield
    elif part == NEIGHBOURS:
        with patch.object(intent_classifier, "_SAY_OF_NEIGHBOURS", 0.0):
            yield
    else:
        with patch.object(intent_training, "_NAMES_ARE_LEARNED", new=False):
            yield
