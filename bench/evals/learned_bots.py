"""Bots of public texts, learned by the product's own recogniser and asked many messages."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.evals.intent_sets import STRANGER, Labelled
from bench.evals.kept_vectors import KeptVectors
from domain.bot.compiler import compile_bot
from domain.bot.model import Bot, Intent
from domain.ports import Embedder
from domain.understanding.model import DialogueContext, IntentScore
from domain.understanding.steps import Preprocess
from infra.bot_files.reader import read_bot_files
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.intent_recogniser import ExampleRecogniser
from infra.local_models.understanding_steps import OUT_OF_SCOPE_BELOW, Standard

_SHOP = Path("tenants") / "acme"
_KEPT = 12_000
_VECTORS = Path("build") / "evals" / "vectors"
"""The same texts are asked of several bots, and again in the next run."""


@dataclass(frozen=True)
class Asked:
    """What a bot made of messages whose intents are known."""

    truth: tuple[str, ...]
    best: tuple[str, ...]
    best_confidence: NDArray[np.float64]
    inside: NDArray[np.float64]
    """The probability that any intent is meant, as the pipeline adds it up."""

    @property
    def is_right(self) -> NDArray[np.bool_]:
        right: NDArray[np.bool_] = np.array(self.best) == np.array(self.truth)
        return right

    @property
    def is_known(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = np.array(self.truth) != STRANGER
        return known

    def answered(self, below: float = OUT_OF_SCOPE_BELOW) -> list[str]:
        """The intent of each, or none, by the product's rule."""
        return [
            best if inside >= below else STRANGER
            for best, inside in zip(self.best, self.inside, strict=True)
        ]

    @property
    def accuracy(self) -> float:
        """Of the messages that have an intent: right, whether or not it would be refused."""
        return float(self.is_right[self.is_known].mean() * 100)


class LearnedBot:
    """A bot that has learned these texts, in the way that a worker learns."""

    def __init__(
        self,
        texts: Labelled,
        preprocess: Preprocess | None = None,
        embeds: Embedder | None = None,
    ) -> None:
        self._bot = bot_of(texts)
        self._preprocess = preprocess or Standard()
        self._folder = tempfile.TemporaryDirectory(prefix="evals-")
        self._recogniser = ExampleRecogniser(embeds or embedder(), Path(self._folder.name))
        began = time.process_time()
        asyncio.run(self._recogniser.prepare(self._bot))
        self.trained_in = time.process_time() - began
        """Seconds of CPU."""

    def close(self) -> None:
        """Throw the stored classifier away."""
        self._folder.cleanup()

    def ask(self, messages: Labelled) -> Asked:
        return asyncio.run(self._ask(messages))

    async def _ask(self, messages: Labelled) -> Asked:
        every = [await self._one(text) for text in messages.texts]
        return Asked(
            truth=messages.labels,
            best=tuple(scores[0].intent if scores else STRANGER for scores in every),
            best_confidence=np.array([scores[0].confidence if scores else 0.0 for scores in every]),
            inside=np.array([min(sum(s.confidence for s in one), 1.0) for one in every]),
        )

    async def _one(self, text: str) -> Sequence[IntentScore]:
        heard = self._preprocess.heard(self._bot, text, DialogueContext())
        found = await self._recogniser.recognised(self._bot, heard, None, self._preprocess)
        return found.scores


@lru_cache(maxsize=1)
def embedder() -> KeptVectors:
    return KeptVectors(MiniLMEmbedder(), _VECTORS)


def fresh_embedder() -> CachingEmbedder:
    """For what is timed: nothing is embedded yet."""
    return CachingEmbedder(MiniLMEmbedder(), entries=_KEPT)


def bot_of(texts: Labelled) -> Bot:
    """The example shop's bot with these intents in place of its own."""
    examples: dict[str, list[str]] = {}
    for label, text in zip(texts.labels, texts.texts, strict=True):
        examples.setdefault(label, []).append(text)
    intents = {
        name: Intent(name=name, examples={"en": tuple(some)}) for name, some in examples.items()
    }
    revision = sha256(repr(sorted(examples.items())).encode()).hexdigest()
    return _shop().model_copy(update={"intents": intents, "revision": revision, "entities": {}})


@lru_cache(maxsize=1)
def _shop() -> Bot:

    return compile_bot(read_bot_files(_SHOP, today=date(2026, 11, 23)))
