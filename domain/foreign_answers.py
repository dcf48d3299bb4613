"""Answers from documents in another language, where those in the question's have none."""

from collections.abc import Sequence
from datetime import datetime

from domain.knowledge import Answer, Audience, Passage
from domain.ports import Embedder
from domain.ports.foreign_knowledge import ForeignQuoter, IndexModels, NearPassages
from domain.understanding.language.detection import signs_of

_COMPARED = 3
"""Passages in another language from which one is quoted."""

_AHEAD = 0.025
"""By how much the nearest passage in the question's own language may be nearer than one in
another: more, and the matter is told there, so that its translation answers no better. It keeps 85
of 100 answers where the own language has other pages, and 19 where it has the same ones."""

_BARELY, _SURE = 0.01, 0.8
"""Where it is nearer by more than the first, a quote needs as much confidence as the second."""


class AnswersAcrossLanguages:
    """Implements `domain.ports.foreign_knowledge.ForeignAnswers` for tenants whose index one model
    has made, which knows many languages."""

    def __init__(
        self,
        models: IndexModels,
        embedder: Embedder,
        passages: NearPassages,
        quoter: ForeignQuoter,
    ) -> None:
        self._models = models
        self._embedder = embedder
        self._passages = passages
        self._quoter = quoter

    async def find(
        self, tenant_id: str, query: str, *, today: datetime, audiences: frozenset[Audience]
    ) -> Answer | None:
        if await self._models.model_of(tenant_id) != self._embedder.model:
            return None
        [vector] = await self._embedder.embed([query])
        near = await self._passages.nearest(
            tenant_id, vector, today=today.date(), audiences=audiences
        )
        own, others = _by_language(query, near)
        foreign = others[:_COMPARED]
        if not foreign or own - _near(foreign[0]) > _AHEAD:
            return None
        answer = await self._quoter.quote(query, foreign)
        if answer is None or (answer.confidence < _SURE and own - _near(foreign[0]) > _BARELY):
            return None
        quoted = next(one for one in foreign if answer.text in one.text)
        return answer.model_copy(update={"language": language_said(quoted.text)})


def language_said(text: str) -> str | None:
    """The language that most of a text's signs speak for; None for none, or for two alike."""
    (first, most), *others = sorted(signs_of(text).items(), key=lambda found: -found[1])
    return first if most > 0 and all(most > less for _, less in others) else None


def _by_language(query: str, passages: Sequence[Passage]) -> tuple[float, list[Passage]]:
    """How near the nearest in the question's own language is, and those in others."""
    asked = language_said(query)
    said = [(language_said(passage.text), passage) for passage in passages]
    own = max((_near(one) for language, one in said if language == asked), default=0.0)
    return own, [one for language, one in said if language not in {None, asked}]


def _near(passage: Passage) -> float:
    return passage.vector_similarity or 0.0
