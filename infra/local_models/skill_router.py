"""Routes a text to the likeliest skills of a tenant, and has only their intents compared.

A skill is likely as far as a text is like the mean of one of its intents. Each of the likeliest is
asked with the intents that belong to no skill beside its own. What a less likely one says counts
less, so that the scores of several skills can be compared.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from domain.bot.model import Bot
from domain.bot.skills import skills_of
from domain.ports import Embedder, Vector
from domain.understanding.model import Heard, IntentScore, Recognised
from domain.understanding.steps import IntentStep, Preprocess
from infra.local_models.intent_classifier import Floats
from infra.local_models.intent_recogniser import (
    exact_examples,
    known_example,
    mask,
    masked_examples,
)

FEWEST_INTENTS = 24
"""With fewer one classifier knows them all better than two steps."""
_MOST_ASKED, _NEAR = 3, 0.12
"""Skills that are asked, and how much less likely than the best they may be."""
_WEIGHT = 4.0
_REVISIONS = 64


@dataclass(frozen=True)
class _Routes:
    views: dict[str, Bot]
    """Of each skill, the bot with its intents and those of none."""
    exact: dict[str, str]
    owners: tuple[str, ...]
    """The skill of each mean."""
    means: Floats


class SkillRouter:
    """Implements `IntentStep` around another one; a tenant without skills goes straight to it."""

    def __init__(self, inner: IntentStep, embedder: Embedder) -> None:
        self._inner = inner
        self._embedder = embedder
        self._routes: OrderedDict[str, _Routes] = OrderedDict()

    async def prepare(self, bot: Bot) -> None:
        """Learn each skill."""
        if not routed(bot):
            await self._inner.prepare(bot)
            return
        for view in (await self._of(bot)).views.values():
            await self._inner.prepare(view)

    async def recognised(
        self, bot: Bot, heard: Heard, vector: Vector | None, spelling: Preprocess
    ) -> Recognised:
        """The scores of the likeliest skills in one list."""
        if not routed(bot) or not heard.text:
            return await self._inner.recognised(bot, heard, vector, spelling)
        routes = await self._of(bot)
        masked = mask(bot, heard.text)
        if known := known_example(routes.exact, masked):
            return known
        if vector is None or masked != heard.text:
            vector = (await self._embedder.embed([masked]))[0]
        found = [
            (likeness, await self._inner.recognised(routes.views[skill], heard, vector, spelling))
            for skill, likeness in _likeliest(routes, vector)
        ]
        return _merged(found)

    async def _of(self, bot: Bot) -> _Routes:
        if bot.revision not in self._routes:
            self._routes[bot.revision] = await self._routes_of(bot)
            if len(self._routes) > _REVISIONS:
                self._routes.popitem(last=False)
        return self._routes[bot.revision]

    async def _routes_of(self, bot: Bot) -> _Routes:
        skills = skills_of(bot)
        grouped = {intent for intents in skills.values() for intent in intents}
        shared = frozenset(bot.intents) - grouped
        pairs = masked_examples(bot)
        vectors = np.array(await self._embedder.embed([text for _, text in pairs]))
        names = [name for name, _ in pairs]
        owners, means = [], []
        for skill, intents in skills.items():
            for intent in sorted(intents):
                rows = [row for row, name in enumerate(names) if name == intent]
                if rows:
                    mean = vectors[rows].mean(axis=0)
                    owners.append(skill)
                    means.append(mean / np.linalg.norm(mean))
        views = {skill: _view(bot, skill, intents | shared) for skill, intents in skills.items()}
        return _Routes(views, exact_examples(pairs), tuple(owners), np.array(means))


def routed(bot: Bot) -> bool:
    """Whether the tenant has skills, and intents enough for them."""
    return bool(bot.tenant.skills) and len(bot.intents) >= FEWEST_INTENTS


def _view(bot: Bot, skill: str, intents: frozenset[str]) -> Bot:
    own = {name: intent for name, intent in bot.intents.items() if name in intents}
    return bot.model_copy(update={"intents": own, "revision": f"{bot.revision}#{skill}"})


def _likeliest(routes: _Routes, vector: Vector) -> list[tuple[str, float]]:
    likeness: dict[str, float] = {}
    for skill, value in zip(routes.owners, routes.means @ np.array(vector), strict=True):
        likeness[skill] = max(likeness.get(skill, -1.0), float(value))
    best = max(likeness.values())
    near = [(skill, value - best) for skill, value in likeness.items() if value >= best - _NEAR]
    return sorted(near, key=lambda one: -one[1])[:_MOST_ASKED]


def _merged(found: list[tuple[float, Recognised]]) -> Recognised:
    """Of each intent the best score; that of a skill further off weighs less."""
    scores: dict[str, float] = {}
    for behind, one in found:
        for score in one.scores:
            weighed = score.confidence * float(np.exp(_WEIGHT * behind))
            scores[score.intent] = max(scores.get(score.intent, 0.0), weighed)
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    nearest = sorted(
        {near for _, one in found for near in one.nearest}, key=lambda near: -near.likeness
    )
    best = max(found, key=lambda pair: pair[1].scores[0].confidence if pair[1].scores else 0.0)
    return Recognised(
        scores=tuple(IntentScore(intent=name, confidence=score) for name, score in ordered),
        nearest=tuple(nearest[:3]),
        respelled=best[1].respelled,
    )
