"""Finding an answer in a tenant's knowledge: within a step, or as an activity of its own."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.answer_finder import AnswerFinder, Sought, noted
from activities.heartbeats import beating
from activities.passage_order import CANDIDATES, KEPT, PassageOrder
from activities.step_trace import Timed
from domain.bot.skills import area_of
from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.follow_ups import FollowUp
from domain.knowledge import Answer, Audience, Passage, Topic
from domain.knowledge_areas import KnowledgeArea, area_first
from domain.ports import Bots, Vector
from domain.turns import TraceEntry

if TYPE_CHECKING:  # a gateway loads this module to name its activities, and needs none of it
    from activities.answers_in_progress import Generated
    from activities.generated_answers import GeneratedAnswers
    from domain.generated_answers.attempts import Asked


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
    revision: str = ""
    """Of the bot. Without one, as for what is suggested to an agent, no model is asked."""
    channel: Channel = Channel.WEB
    locale: str = ""
    skill: str | None = None
    """Of the revision: whose documents are searched first."""
    follow_up: FollowUp | None = None
    """What was answered before it, on which it may rest."""


class AnswerOutcome(BaseModel):
    """`answer` is None where the knowledge holds none, which is an answer too."""

    answer: Answer | None = None
    topics: tuple[Topic, ...] = ()
    """Without an answer: what the question may be about all the same."""
    trace: tuple[TraceEntry, ...] = ()


class AnswerActivities:
    """Answers found elsewhere than in the step that asks: by a hosted model, or to spare the
    workers that run conversations. Whoever calls falls back where this fails or is late."""

    def __init__(
        self,
        finder: AnswerFinder,
        *,
        within: timedelta,
        generated: "GeneratedAnswers | None" = None,
        order: PassageOrder | None = None,
        bots: Bots | None = None,
    ) -> None:
        """`within` ends an attempt that Temporal has given up, so that it keeps nobody's place;
        what models may take is added to it where they are asked. `bots` say which documents belong
        to a skill."""
        self._finder = finder
        self._within_s = within.total_seconds()
        self._generated = generated
        self._order = order
        self._bots = bots

    @activity.defn
    async def find_answer(self, request: AnswerRequest) -> AnswerOutcome:
        """Look it up. It has no effect and may run again: only what it returns is said."""
        trace: list[TraceEntry] = []
        topics: list[Topic] = []
        with as_application_errors():
            try:
                async with asyncio.timeout(self._within_s) as limit, beating():
                    answer = await self._find(request, trace, limit, topics)
            except TimeoutError as error:
                raise DependencyUnavailable("the answer took too long") from error
        return AnswerOutcome(answer=answer, topics=tuple(topics), trace=tuple(trace))

    async def _find(
        self,
        request: AnswerRequest,
        trace: list[TraceEntry],
        limit: asyncio.Timeout,
        topics: list[Topic],
    ) -> Answer | None:
        audiences = frozenset(request.audiences)
        area = await self._area(request)
        if self._generated is None or not request.revision:
            return await self._finder.find(
                request.tenant_id,
                request.query,
                request.at,
                trace,
                audiences,
                topics=topics,
                area=area,
                follow_up=request.follow_up,
            )
        began = time.perf_counter()
        with Timed(trace, "find_answer") as entry:
            sought, *_ = Sought.ways(request.query, area, request.follow_up)
            vector, passages = await self._ordered(request, sought, audiences, trace)
            limit.reschedule((limit.when() or 0.0) + self._generated.within_s)
            shown = area_first(passages, sought.area, limit=KEPT)
            with Timed(trace, "generate") as words:
                found = await self._generated.answer(_asked(request, shown, vector, began))
                words.note = found.attempt.note() if found else "no model"
            answer = found.answer if found else None
            if answer is None:
                answer = await self._finder.quote(sought, vector, passages)
            if answer is None:
                answer = await self._quoted_otherwise(request, area, audiences, trace)
            answer = await self._kept(found, answer)
            if answer is None:
                topics += await self._finder.topics(sought.query, vector, passages)
            entry.note = noted(answer, request.follow_up)
        return answer

    async def _quoted_otherwise(
        self,
        request: AnswerRequest,
        area: KnowledgeArea | None,
        audiences: frozenset[Audience],
        trace: list[TraceEntry],
    ) -> Answer | None:
        """In the ways that come after the first."""
        for sought in Sought.ways(request.query, area, request.follow_up)[1:]:
            answer, _ = await self._finder.search_and_quote(
                request.tenant_id, sought, request.at, audiences, trace
            )
            if answer is not None:
                return answer
        return None

    async def _area(self, request: AnswerRequest) -> KnowledgeArea | None:
        if self._bots is None or not request.skill:
            return None
        return area_of(await self._bots.get(request.tenant_id, request.revision), request.skill)

    async def _ordered(
        self,
        request: AnswerRequest,
        sought: Sought,
        audiences: frozenset[Audience],
        trace: list[TraceEntry],
    ) -> tuple[Vector, Sequence[Passage]]:
        """As found, or as the tenant's model ranks them."""
        reranker = None
        if self._order is not None:
            reranker = await self._order.model_of(request.tenant_id, request.revision)
        vector, passages = await self._finder.search(
            request.tenant_id,
            sought.query,
            request.at,
            audiences,
            limit=KEPT if reranker is None else CANDIDATES,
            trace=trace,
            area=sought.area,
        )
        if self._order is not None:
            passages = await self._order.best(reranker, sought.query, passages, trace, sought.area)
        return vector, passages

    async def _kept(self, found: "Generated | None", answer: Answer | None) -> Answer | None:
        """Store how it came about. What is quoted in a model's stead passes the same guards."""
        if found is None or self._generated is None:
            return answer
        if found.answer is None and answer is not None and not found.allows(answer):
            answer = None
        is_quoted = found.answer is None and answer is not None
        await self._generated.store(found, answer, quoted_instead=is_quoted)
        return answer


def _asked(
    request: AnswerRequest, passages: Sequence[Passage], vector: Vector, began: float
) -> "Asked":
    from domain.generated_answers.attempts import Asked  # noqa: PLC0415 - as above

    attempt = activity.info().attempt if activity.in_activity() else 1
    return Asked(
        tenant_id=request.tenant_id,
        conversation_id=request.conversation_id,
        turn=request.turn,
        attempt=attempt,
        revision=request.revision,
        channel=request.channel,
        locale=request.locale,
        query=request.query,
        at=request.at,
        passages=passages,
        audiences=request.audiences,
        vector=tuple(vector),
        began=began,
    )
