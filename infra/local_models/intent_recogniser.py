"""Recognises intents on this machine, one classifier per set of a bot's examples."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.bot.model import Bot
from domain.ports import Embedder, Vector
from domain.understanding.acts.faults import weighed_by_fault
from domain.understanding.acts.refusals import wished_part
from domain.understanding.identifier_patterns import tenant_patterns
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.model import Heard, IntentScore, NearExample, Recognised
from domain.understanding.preprocess import clean, match_key
from domain.understanding.steps import Preprocess
from domain.understanding.values.emails import find_emails
from domain.understanding.values.identifiers import find_identifiers
from infra.local_models.classifier_cache import ClassifierCache, fingerprint
from infra.local_models.intent_classifier import IntentClassifier
from infra.local_models.intent_training import Lesson, spoken, trained

_REVISIONS_IN_MEMORY = 64


@dataclass(frozen=True)
class _Trained:
    exact: dict[str, str]
    texts: tuple[str, ...]
    classifier: IntentClassifier | None


class ExampleRecogniser:
    """Implements `IntentStep`.

    The words of an example need no embedding. A vector handed in is used where the text holds
    nothing of the tenant's patterns; those are masked first, since an order number says nothing of
    what the customer wants.
    """

    def __init__(self, embedder: Embedder, cache_folder: Path) -> None:
        self._embedder = embedder
        self._cache = ClassifierCache(cache_folder)
        self._trained: OrderedDict[str, _Trained] = OrderedDict()
        self._learning: dict[str, asyncio.Task[_Trained]] = {}
        self._training = asyncio.Lock()

    async def prepare(self, bot: Bot) -> None:
        """Train this revision, or fetch what was trained; the first message need not wait then."""
        await self._of(bot)

    async def recognised(
        self, bot: Bot, heard: Heard, vector: Vector | None, spelling: Preprocess
    ) -> Recognised:
        """Of the text with its short forms written out, where it is no example as it stands."""
        learned = await self._of(bot)
        classifier = learned.classifier
        if classifier is None or not heard.text:
            return Recognised()
        masked = mask(bot, heard.text)
        spelled = spelled_out(masked, heard.language)
        if known := known_example(learned.exact, masked) or known_example(learned.exact, spelled):
            return known
        wished = wished_part(spelled)
        meant = spelling.respelled(bot, wished, heard.language)
        respelled = meant if meant != wished else None
        if respelled and (known := known_example(learned.exact, meant)):
            return known.model_copy(update={"respelled": meant})
        if vector is None or meant != heard.text:
            vector = (await self._embedder.embed([meant]))[0]
        row = np.array(vector, dtype=np.float32)
        scores = tuple(classifier.scores(row, meant))
        return Recognised(
            scores=weighed_by_fault(bot, meant, scores) if masked != heard.text else scores,
            nearest=classifier.nearest(row, learned.texts),
            respelled=respelled,
        )

    async def _of(self, bot: Bot) -> _Trained:
        known = self._trained.get(bot.revision)
        if known is not None:
            self._trained.move_to_end(bot.revision)
            return known
        learning = self._learning.get(bot.revision)
        if learning is None:
            learning = asyncio.create_task(self._learn_once(bot))
            self._learning[bot.revision] = learning
        return await asyncio.shield(learning)

    async def _learn_once(self, bot: Bot) -> _Trained:
        """Go on when whoever asked has timed out: the next attempt finds it nearer its end."""
        try:
            async with self._training:
                self._trained[bot.revision] = await self._learn(bot)
                if len(self._trained) > _REVISIONS_IN_MEMORY:
                    self._trained.popitem(last=False)
                return self._trained[bot.revision]
        finally:
            del self._learning[bot.revision]

    async def _learn(self, bot: Bot) -> _Trained:
        pairs = masked_examples(bot)
        texts = tuple(text for _, text in pairs)
        if not pairs:
            return _Trained(exact={}, texts=(), classifier=None)
        name = fingerprint(bot)
        classifier = await asyncio.to_thread(self._cache.load, name)
        if classifier is None:
            classifier = await self._train(pairs)
            await asyncio.to_thread(self._cache.save, name, classifier)
        return _Trained(exact=exact_examples(pairs), texts=texts, classifier=classifier)

    async def _train(self, pairs: list[tuple[str, str]]) -> IntentClassifier:
        names = tuple(dict.fromkeys(name for name, _ in pairs))
        places = {name: place for place, name in enumerate(names)}
        vectors = await self._embedder.embed([text for _, text in pairs])
        subjects = await self._embedder.embed([spoken(name) for name in names])
        lesson = Lesson(
            names=names,
            texts=tuple(text for _, text in pairs),
            vectors=np.array(vectors, dtype=np.float32),
            owners=np.array([places[name] for name, _ in pairs]),
            subjects=np.array(subjects, dtype=np.float32),
        )
        return await asyncio.to_thread(trained, lesson)


class ExactRecogniser:
    """Implements `IntentStep` without a model: a text is an example, word for word, or nothing."""

    async def prepare(self, bot: Bot) -> None:
        """There is nothing to learn."""

    async def recognised(
        self, bot: Bot, heard: Heard, vector: Vector | None, spelling: Preprocess
    ) -> Recognised:
        """Certain, or none at all."""
        del vector, spelling
        exact = exact_examples(masked_examples(bot))
        return known_example(exact, mask(bot, heard.text)) or Recognised()


def masked_examples(bot: Bot) -> list[tuple[str, str]]:
    """Intent and text of each example, with what the tenant's patterns match masked."""
    return [
        (name, masked)
        for name, intent in sorted(bot.intents.items())
        for masked in dict.fromkeys(
            mask(bot, clean(text)) for texts in intent.examples.values() for text in texts
        )
    ]


def exact_examples(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Examples word for word; those that two intents share decide nothing."""
    owners: dict[str, set[str]] = {}
    for name, text in pairs:
        owners.setdefault(match_key(text), set()).add(name)
    return {key: next(iter(names)) for key, names in owners.items() if len(names) == 1}


def mask(bot: Bot, text: str) -> str:
    """The text with e-mail addresses and what the tenant's patterns match named, not quoted."""
    spans = sorted(
        (start, end, kind)
        for kind, pattern in tenant_patterns(bot).items()
        for start, end, _ in find_identifiers(pattern, text)
    )
    spans = sorted([*spans, *((start, end, "email") for start, end, _ in find_emails(text))])
    pieces, position = [], 0
    for start, end, kind in spans:
        if start >= position:
            pieces += [text[position:start], kind.replace("_", " ")]
            position = end
    return "".join([*pieces, text[position:]])


def known_example(exact: Mapping[str, str], text: str) -> Recognised | None:
    """The intent that has this very text for an example."""
    intent = exact.get(match_key(text))
    if intent is None:
        return None
    return Recognised(
        scores=(IntentScore(intent=intent, confidence=1.0),),
        nearest=(NearExample(text=text, intent=intent, likeness=1.0),),
    )
