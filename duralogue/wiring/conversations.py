"""The worker of the queue `conversations`: workflows, and the quick steps of a turn."""

from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final

from temporalio.worker import Worker

from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.inline_reads import QuickReads
from activities.message_changes import MessageChangeActivities
from activities.turns import TurnActivities
from domain.dialogue import engine as _loaded_before_the_first_turn  # noqa: F401
from domain.ports import Retriever
from domain.ports.foreign_knowledge import ForeignAnswers
from duralogue.chaos.points import Step
from duralogue.loading import build_models
from duralogue.wiring.desk_rounds import desk_activities, desk_wakes
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.languages import by_index_model, foreign_answers, index_models
from duralogue.wiring.models import embedder_of, model_process
from duralogue.wiring.retrievers import open_retriever
from duralogue.wiring.tools import open_tools
from infra.model_process.ports import DistantAnswerer, DistantUnderstander
from infra.model_process.process import ModelProcess
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.desk_notes import PostgresConversationNotes
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.inbox_overflow import PostgresOverflowStore
from infra.postgres.message_changes import PostgresMessageChanges
from infra.postgres.turns import PostgresTurnStore
from infra.settings import Settings
from infra.temporal.waking_turns import WakingTurnStore
from workers.conversations import Tuning, build_worker
from workers.versions import WorkerVersion

_OF_A_TURN: Final = (
    "domain.bot.model",
    "domain.bot.overrides",
    "domain.dialogue.commands",
    "domain.dialogue.events",
    "domain.dialogue.state",
    "domain.messages",
    "domain.transcript_entries",
    "domain.turn_requests",
    "domain.turns",
    "domain.understanding.model",
)
"""Modules whose models every turn needs, the first one too."""


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    build_models(_OF_A_TURN)
    models = await stack.enter_async_context(model_process(base.settings))
    models.start()
    known = index_models(base)
    usual = await open_retriever(base, embedder_of(models), stack)
    retriever = by_index_model(base, models, known, usual)
    foreign = foreign_answers(base, models, known)
    return build_worker(
        base.temporal,
        _turns(base, models, await _quick_reads(base, stack), retriever, foreign),
        _handoffs(base),
        InboxOverflowActivities(PostgresOverflowStore(base.engine, base.keys)),
        MessageChangeActivities(PostgresMessageChanges(base.engine)),
        desk_activities(base),
        version=_version(base.settings),
        tuning=Tuning(
            drain=timedelta(seconds=base.settings.drain_seconds),
            max_cached_workflows=base.settings.workflow_cache_size,
            max_concurrent_turns=base.settings.turns_at_once,
            max_concurrent_steps=base.settings.steps_at_once,
            max_pollers=base.settings.pollers,
            fenced=base.settings.workflow_sandbox,
        ),
    )


def _version(settings: Settings) -> WorkerVersion | None:
    build_id = settings.duralogue_build_id
    return WorkerVersion(settings.duralogue_deployment, build_id) if build_id else None


async def _quick_reads(base: Foundation, stack: AsyncExitStack) -> QuickReads | None:
    within = base.settings.quick_read_ms
    if not within:
        return None
    tools = await open_tools(base, stack)
    reads = QuickReads(tools.call_tool, within=timedelta(milliseconds=within))
    stack.push_async_callback(reads.aclose)
    return reads


def _turns(
    base: Foundation,
    models: ModelProcess,
    quick_reads: QuickReads | None,
    retriever: Retriever,
    foreign: ForeignAnswers,
) -> TurnActivities:
    settings = base.settings
    embedder = embedder_of(models)
    return TurnActivities(
        bots=base.bots,
        understander=base.faults.around(DistantUnderstander(models), understand=Step.UNDERSTAND),
        embedder=embedder,
        retriever=base.faults.around(retriever, search=Step.FIND_ANSWER),
        answerer=DistantAnswerer(models),
        turns=base.faults.around(
            WakingTurnStore(PostgresTurnStore(base.engine, base.keys, base.bots), desk_wakes(base)),
            open_session=Step.OPEN_SESSION,
            commit=Step.COMMIT_TURN,
        ),
        quick_reads=quick_reads,
        answers_elsewhere=settings.answers_elsewhere,
        offers=PostgresHandoffOffers(base.engine),
        foreign=foreign,
    )


def _handoffs(base: Foundation) -> HandoffActivities:
    return HandoffActivities(
        PostgresHandoffs(base.engine),
        base.faults.around(
            PostgresAgentRecords(base.engine),
            record_owner=Step.RECORD_OWNER,
            record_agent_message=Step.RECORD_AGENT_MESSAGE,
        ),
        PostgresApprovals(base.engine),
        PostgresConversationNotes(base.engine),
        desk_wakes(base),
    )
