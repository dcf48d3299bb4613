"""Understands messages on this machine, one classifier per set of a bot's examples."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from domain.bot.model import Bot, SlotType
from domain.ports import Embedder, Vector
from domain.understanding.acts.refusals import wished_part
from domain.understanding.context import Resolution, resolve
from domain.understanding.entities import find_entities
from domain.understanding.identifier_patterns import tenant_patterns
from domain.understanding.language.detection import Tongue, language_of, tongue_of
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.model import (
    DialogueContext,
    IntentScore,
    Mention,
    Understanding,
)
from domain.understanding.needs import as_listed, as_needs, parts_of
from domain.understanding.preprocess import clean, match_key
from domain.understanding.values.emails import find_emails
from domain.understanding.values.identifiers import find_identifiers
from domain.understanding.vocabulary_spelling import respelled
from infra.local_models.classifier_cache import ClassifierCache, fingerprint
from infra.local_models.entities_festivals import festival_days
from infra.local_models.entities_phones import find_phones
from infra.local_models.intent_classifier import IntentClassifier

OUT_OF_SCOPE_BELOW = 0.35
"""No intent is meant when the three best together are less probable than this."""

_NOT_MEANT = {"yes_no", "number", "ordinal"}
_ALTERNATIVES = 3
_REVISIONS_IN_MEMORY = 64
_CERTAIN = 0.6
"""An intent as probable as this is not taken for the free text that was asked for."""


@dataclass(frozen=True)
class _Trained:
    exact: dict[str, str]
    classifier: IntentClassifier | None


class LocalUnderstander:
    """Implements `domain.ports.Understander`.

    The words of an example, or a mere answer to what was asked, need no embedding. A vector handed
    in is used where the text holds nothing of the tenant's patterns; those are masked first, since
    an order number says nothing of what the customer wants.
    """

    def __init__(self, embedder: Embedder, cache_folder: Path) -> None:
        self._embedder = embedder
        self._cache = ClassifierCache(cache_folder)
        self._trained: OrderedDict[str, _Trained] = OrderedDict()
        self._learning: dict[str, asyncio.Task[_Trained]] = {}
        self._training = asyncio.Lock()

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        """Where the text may hold several needs, each part is looked at, and only then more than
        one sentence embedded."""
        parts = parts_of(text, bot, context)
        if len(parts) > 1:
            seen = context
            understood: list[Understanding] = []
            for part in parts:
                understood.append(await self._one(bot, part, seen))
                seen = _after(seen, understood[-1])
            if (several := as_needs(bot, parts, understood)) is not None:
                return several
        return as_listed(bot, clean(text), await self._one(bot, text, context, vector))

    async def _one(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        plain = clean(text)
        today = context.today or _today()
        locale = _locale_of(plain, context)
        phones = find_phones(bot, plain, locale)
        entities = find_entities(
            bot, plain, today, locale=locale, phones=phones, now=context.now,
            festivals=festival_days,
        )  # fmt: skip
        resolution = resolve(bot, plain, context, entities)
        scores: list[IntentScore] = []
        names = _asks_for_name(bot, context)
        if names or not resolution.complete:
            trained = await self.prepare(bot)
            known = vector if plain == text else None
            scores = await self._scores(bot, trained, plain, known, language_of(locale))
        is_certain = bool(scores) and scores[0].confidence >= _CERTAIN
        if is_certain and (names or _is_free_text(bot, context)):
            resolution = Resolution()
        elif names and resolution.complete:
            scores = []
        best = scores[:_ALTERNATIVES]
        intent, confidence = _judged(best)
        return Understanding(
            intent=intent,
            confidence=confidence,
            alternatives=tuple(best),
            entities=(*entities, *resolution.entities),
            language=language_of(locale),
            resolved=resolution.resolved,
        )

    async def prepare(self, bot: Bot) -> _Trained:
        """Train this revision, or fetch what was trained; the first message need not wait then."""
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
        pairs = [
            (name, masked)
            for name, intent in sorted(bot.intents.items())
            for masked in dict.fromkeys(
                mask(bot, clean(text)) for texts in intent.examples.values() for text in texts
            )
        ]
        if not pairs:
            return _Trained(exact={}, classifier=None)
        name = fingerprint(bot)
        classifier = await asyncio.to_thread(self._cache.load, name)
        if classifier is None:
            classifier = await self._train(pairs)
            await asyncio.to_thread(self._cache.save, name, classifier)
        return _Trained(exact=_exact(pairs), classifier=classifier)

    async def _train(self, pairs: list[tuple[str, str]]) -> IntentClassifier:
        vectors = await self._embedder.embed([text for _, text in pairs])
        names = tuple(dict.fromkeys(name for name, _ in pairs))
        owners = np.array([names.index(name) for name, _ in pairs])
        return await asyncio.to_thread(
            IntentClassifier.train, names, np.array(vectors, dtype=np.float64), owners
        )

    async def _scores(
        self, bot: Bot, trained: _Trained, text: str, vector: Vector | None, language: str
    ) -> list[IntentScore]:
        """Of the text with its short forms written out, where it is no example as it stands."""
        if trained.classifier is None or not text:
            return []
        masked = mask(bot, text)
        if intent := trained.exact.get(match_key(masked)):
            return [IntentScore(intent=intent, confidence=1.0)]
        spelled = spelled_out(masked, language)
        if intent := trained.exact.get(match_key(spelled)):
            return [IntentScore(intent=intent, confidence=1.0)]
        wished = wished_part(spelled)
        if vector is None or wished != text:
            vector = (await self._embedder.embed([wished]))[0]
        scores = trained.classifier.scores(np.array(vector))
        if scores[0].confidence >= _CERTAIN or (meant := respelled(bot, wished)) == wished:
            return scores
        if intent := trained.exact.get(match_key(meant)):
            return [IntentScore(intent=intent, confidence=1.0)]
        vector = (await self._embedder.embed([meant]))[0]
        better = trained.classifier.scores(np.array(vector))
        return better if better[0].confidence >= _CERTAIN else scores


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


def _exact(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Examples word for word; those that two intents share decide nothing."""
    owners: dict[str, set[str]] = {}
    for name, text in pairs:
        owners.setdefault(match_key(text), set()).add(name)
    return {key: next(iter(names)) for key, names in owners.items() if len(names) == 1}


def _is_free_text(bot: Bot, context: DialogueContext) -> bool:
    slot = bot.slots.get(context.question.slot or "") if context.question else None
    return slot is not None and slot.is_free_text


def _asks_for_name(bot: Bot, context: DialogueContext) -> bool:
    """Whether nearly any two words are an answer, so that an emergency might be taken for one."""
    slot = bot.slots.get(context.question.slot or "") if context.question else None
    return slot is not None and slot.type is SlotType.NAME


def _judged(scores: list[IntentScore]) -> tuple[str | None, float]:
    """The intent that is meant, or None, and how probable that is."""
    in_scope = min(sum(score.confidence for score in scores), 1.0)
    if in_scope < OUT_OF_SCOPE_BELOW:
        return None, 1.0 - in_scope
    return scores[0].intent, scores[0].confidence


def _locale_of(text: str, context: DialogueContext) -> str:
    """The language that this message is in decides how its dates and phones are read."""
    so_far = Tongue(locale=context.locale, is_shown=context.tongue_is_shown)
    return tongue_of(text, so_far, context.locales, context.preferred).locale


def _after(context: DialogueContext, one: Understanding) -> DialogueContext:
    """What the next part of the same message may refer to. It answers nothing that was asked."""
    named = tuple(
        Mention(kind=entity.kind, value=entity.value)
        for entity in reversed(one.entities)
        if entity.kind not in _NOT_MEANT
    )
    return context.model_copy(update={"question": None, "mentions": (*named, *context.mentions)})


def _today() -> date:
    return datetime.now(UTC).date()
