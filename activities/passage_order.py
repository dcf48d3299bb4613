"""The order of found passages, by a tenant's reranking model where it has one."""

import asyncio
from collections.abc import Sequence

from activities.step_trace import Timed
from domain.errors import DependencyError
from domain.knowledge import Passage
from domain.knowledge_areas import KnowledgeArea, with_area
from domain.ports.reranking import Reranker, Rerankers
from domain.turns import TraceEntry

CANDIDATES = 24
"""So many are found for a model to choose from; otherwise as many as are answered from."""
KEPT = 8
_WITHIN_S = 2.0
_LONGEST = 2_000
"""Characters of a passage that are sent."""


class PassageOrder:
    """Without a model, or when it is late or down, the search's own order stays."""

    def __init__(self, rerankers: Rerankers) -> None:
        self._rerankers = rerankers

    async def model_of(self, tenant_id: str, revision: str) -> Reranker | None:
        """Asked before the search, which then finds more."""
        return await self._rerankers.for_tenant(tenant_id, revision)

    async def best(
        self,
        reranker: Reranker | None,
        query: str,
        passages: Sequence[Passage],
        trace: list[TraceEntry],
        area: KnowledgeArea | None = None,
    ) -> Sequence[Passage]:
        """The best eight, and those of the area behind them. What was not scored keeps its place
        behind what was."""
        if reranker is None or len(passages) < 2:  # noqa: PLR2004 - one is in order
            return with_area(passages, area, limit=KEPT)
        texts = [_shown(passage) for passage in passages]
        with Timed(trace, "rerank") as entry:
            try:
                async with asyncio.timeout(_WITHIN_S):
                    scores = await reranker.rerank(query, texts)
            except (DependencyError, TimeoutError) as error:
                entry.note = f"as found: {type(error).__name__}"
                return with_area(passages, area, limit=KEPT)
            entry.note = reranker.model
        order = sorted(range(len(passages)), key=lambda place: -scores[place])
        return with_area([passages[place] for place in order], area, limit=KEPT)


def _shown(passage: Passage) -> str:
    """With its heading and title: a row of a table says nothing without them."""
    return f"{passage.title}\n{passage.heading}\n{passage.text}"[:_LONGEST]
