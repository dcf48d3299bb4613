"""Answers from documents in another language, where those in the question's have none."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from domain.knowledge import Answer, Audience, Passage
from domain.ports import Embedder
from domain.ports.foreign_knowledge import ForeignQuoter, IndexModels, NearPassages
from domain.understanding.language.detection import signs_of

_COMPARED = 3
"""Passages in another language from which one is quoted."""


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
        foreign = list(islice(_in_others(query, near), _COMPARED))
        answer = await self._quoter.quote(query, foreign) if foreign else None
        if answer is None:
            return None
        quoted = next(one for one in foreign if answer.text in one.text)
        return answer.model_copy(update={"language": language_said(quoted.text)})


def language_said(text: str) -> str | None:
    """The language that most of a text's signs speak for; None for none, or for two alike."""
    (first, most), *others = sorted(signs_of(text).items(), key=lambda found: -found[1])
    return first if most > 0 and all(most > less for _, less in others) else None


def _in_others(query: str, passages: Iterable[Passage]) -> Iterator[Passage]:
    own = language_said(query)
    for passage in passages:
        language = language_said(passage.text)
        if language is not None and language != own:
            yield passage
