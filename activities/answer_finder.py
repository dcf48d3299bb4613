"""Finds an answer in a tenant's knowledge: with the question alone, or as it follows another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from activities.passage_order import KEPT
from activities.step_trace import Timed
from domain.follow_ups import FollowUp, Resting
from domain.hosted_search import HostedSearch, Search
from domain.knowledge import EVERYBODY, Answer, Audience, Passage, Topic
from domain.knowledge_areas import KnowledgeArea, is_of_area, of_area, one_document, preferred
from domain.ports import Answerer, Embedder, NamesTopics, Retriever, Vector
from domain.ports.foreign_knowledge import ForeignAnswers
from domain.turns import TraceEntry


@dataclass(frozen=True)
class Sought:
    """What is searched for, and whose passages come first or, where it is bound to them, alone."""

    query: str
    area: KnowledgeArea | None = None
    is_bound: bool = False

    @classmethod
    def ways(
        cls, query: str, area: KnowledgeArea | None, follow_up: FollowUp | None
    ) -> tuple[Self, ...]:
        """In order: the first that is answered counts.

        What rests on the answer before it is another question when read alone ("what does that
        cost?"), and so is answered by that document or not at all.
        """
        alone = cls(query, area)
        if follow_up is None:
            return (alone,)
        after = cls(
            follow_up.put(query), one_document(follow_up.earlier.document_id), is_bound=True
        )
        ways = {
            Resting.WHOLLY: (after,),
            Resting.PERHAPS: (after, alone),
            Resting.HARDLY: (alone, after),
        }
        return ways[follow_up.resting]


class AnswerFinder:
    """Embeds a question, searches with it and has the passages answered.

    The same in both places; only whose models stand behind the ports differs.
    """

    def __init__(
        self,
        embedder: Embedder,
        retriever: Retriever,
        answerer: Answerer,
        foreign: ForeignAnswers | None = None,
    ) -> None:
        """`foreign` is asked last, for tenants whose documents are in several languages."""
        self._foreign = foreign
        self._embedder = embedder
        self._retriever = retriever
        self._answerer = answerer

    async def find(
        self,
        tenant_id: str,
        query: str,
        at: datetime,
        trace: list[TraceEntry],
        audiences: frozenset[Audience] = EVERYBODY,
        *,
        topics: list[Topic] | None = None,
        area: KnowledgeArea | None = None,
        follow_up: FollowUp | None = None,
    ) -> Answer | None:
        """None rather than a guess. What it took is added to `trace`, with the cited documents,
        and to `topics` what a question without an answer may be about.

        Raise what the ports raise: DependencyUnavailable, BudgetExceeded, ConfigurationError.
        """
        with Timed(trace, "find_answer") as entry:
            near: list[Topic] = []
            for sought in Sought.ways(query, area, follow_up):
                answer, found = await self.search_and_quote(tenant_id, sought, at, audiences, trace)
                if answer is not None:
                    break
                if topics is not None and (not near or not sought.is_bound):
                    near = list(await self.topics(sought.query, *found))
            if answer is None and topics is not None:
                topics += near
            entry.note = noted(answer, follow_up)
        return answer

    async def search_and_quote(
        self,
        tenant_id: str,
        sought: Sought,
        at: datetime,
        audiences: frozenset[Audience],
        trace: list[TraceEntry],
    ) -> tuple[Answer | None, tuple[Vector, Sequence[Passage]]]:
        """The answer, and what was found for it."""
        vector, passages = await self.search(
            tenant_id, sought.query, at, audiences, trace=trace, area=sought.area
        )
        answer = await self.quote(sought, vector, passages)
        if answer is None and self._foreign is not None:
            answer = await self._found_elsewhere(tenant_id, sought, at, audiences)
        return answer, (vector, passages)

    async def search(
        self,
        tenant_id: str,
        query: str,
        at: datetime,
        audiences: frozenset[Audience],
        *,
        limit: int = KEPT,
        trace: list[TraceEntry] | None = None,
        area: KnowledgeArea | None = None,
    ) -> tuple[Vector, Sequence[Passage]]:
        """The question's local vector, and the passages for it, best first; a hosted search tells
        `trace` by which model they were found."""
        [vector] = await self._embedder.embed([query])
        if isinstance(self._retriever, HostedSearch):
            asked = Search(tenant_id, query, vector, limit, at, audiences, area)
            timed: list[TraceEntry] = []
            with Timed(timed, "search") as entry:
                found = await self._retriever.find(asked)
                entry.note = found.how
            if trace is not None and found.how:
                trace += timed
            return vector, found.passages
        passages = await self._retriever.search(
            tenant_id, query, vector, limit=limit, today=at, audiences=audiences, area=area
        )
        return vector, passages

    async def quote(
        self, sought: Sought, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        """An answer in the documents' own words; of those of the area where one is as good."""
        area = sought.area
        own = of_area(passages, area, limit=KEPT)
        if sought.is_bound:
            return await self._answerer.answer(sought.query, vector, own)
        answer = await self._answerer.answer(sought.query, vector, passages[:KEPT])
        if area is None or not own or is_of_area(answer, area):
            return answer
        return preferred(await self._answerer.answer(sought.query, vector, own), answer)

    async def _found_elsewhere(
        self, tenant_id: str, sought: Sought, at: datetime, audiences: frozenset[Audience]
    ) -> Answer | None:
        if self._foreign is None:
            return None
        found = await self._foreign.find(tenant_id, sought.query, today=at, audiences=audiences)
        is_kept = not sought.is_bound or (sought.area and is_of_area(found, sought.area))
        return found if is_kept else None

    async def topics(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Sequence[Topic]:
        """What may be read about instead, where there is no answer."""
        if not isinstance(self._answerer, NamesTopics):
            return ()
        return await self._answerer.topics(query, vector, passages)


def noted(answer: Answer | None, follow_up: FollowUp | None = None) -> str:
    """For the trace: the documents cited, and the one on which the question rests."""
    cited = " ".join(one.document_id for one in answer.citations) if answer else "refused"
    if follow_up is None or follow_up.resting is Resting.HARDLY:
        return cited
    return f"{cited}, asked after {follow_up.earlier.document_id}"
