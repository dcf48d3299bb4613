"""Finding an answer in a tenant's knowledge: within a step, or as an activity of its own."""

import asyncio
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.step_trace import Timed
from domain.errors import DependencyUnavailable
from domain.knowledge import EVERYBODY, Answer, Audience, Topic
from domain.ports import Answerer, Embedder, NamesTopics, Retriever
from domain.turns import TraceEntry


class AnswerRequest(BaseModel):
    """Ids and one short question (at most 500 characters): passages are read in the activity."""

    tenant_id: str
    conversation_id: str
    turn: str
    query: str
    at: AwareDatetime
    """The conversation's own time: documents past their `valid_until` are left out."""
    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)
    """Whose documents may be quoted."""
    trace_id: str = ""


class AnswerOutcome(BaseModel):
    """`answer` is None where the knowledge holds none, which is an answer too."""

    answer: Answer | None = None
    topics: tuple[Topic, ...] = ()
    """Without an answer: what the question may be about all the same."""
    trace: tuple[TraceEntry, ...] = ()


class AnswerFinder:
    """Embeds a question, searches with it and has the passages answered.

    The same in both places; only whose models stand behind the ports differs.
    """

    def __init__(self, embedder: Embedder, retriever: Retriever, answerer: Answerer) -> None:
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
    ) -> Answer | None:
        """None rather than a guess. What it took is added to `trace`, with the cited documents,
        and to `topics` what a question without an answer may be about.

        Raise what the ports raise: DependencyUnavailable, BudgetExceeded, ConfigurationError.
        """
        with Timed(trace, "find_answer") as entry:
            [vector] = await self._embedder.embed([query])
            passages = await self._retriever.search(
                tenant_id, query, vector, today=at, audiences=audiences
            )
            answer = await self._answerer.answer(query, vector, passages)
            if answer is None and topics is not None and isinstance(self._answerer, NamesTopics):
                topics += await self._answerer.topics(query, vector, passages)
            entry.note = " ".join(c.document_id for c in answer.citations) if answer else "refused"
        return answer


class AnswerActivities:
    """Answers found elsewhere than in the step that asks: by a hosted model, or to spare the
    workers that run conversations. Whoever calls falls back where this fails or is late."""

    def __init__(self, finder: AnswerFinder, *, within: timedelta) -> None:
        """`within` ends an attempt that Temporal has given up, so that it keeps nobody's place."""
        self._finder = finder
        self._within_s = within.total_seconds()

    @activity.defn
    async def find_answer(self, request: AnswerRequest) -> AnswerOutcome:
        """Look it up. It has no effect and may run again."""
        trace: list[TraceEntry] = []
        topics: list[Topic] = []
        with as_application_errors():
            try:
                async with asyncio.timeout(self._within_s):
                    answer = await self._finder.find(
                        request.tenant_id,
                        request.query,
                        request.at,
                        trace,
                        frozenset(request.audiences),
                        topics=topics,
                    )
            except TimeoutError as error:
                raise DependencyUnavailable("the answer took too long") from error
        return AnswerOutcome(answer=answer, topics=tuple(topics), trace=tuple(trace))
