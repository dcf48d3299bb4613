"""The worker of the queue `conversations`: workflows, and the quick steps of a turn."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from activities.handoffs import HandoffActivities
from activities.turns import TurnActivities
from duralogue.wiring.foundation import Foundation
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.understander import LocalUnderstander
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.knowledge import PostgresRetriever
from infra.postgres.turns import PostgresTurnStore
from workers.conversations import build_worker


async def build(base: Foundation, _stack: AsyncExitStack) -> Worker:
    return build_worker(
        base.temporal,
        _turns(base),
        _handoffs(base),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )


def _turns(base: Foundation) -> TurnActivities:
    model = MiniLMEmbedder()
    embedder = CachingEmbedder(model)
    return TurnActivities(
        bots=base.bots,
        understander=LocalUnderstander(embedder, base.settings.duralogue_home / "classifiers"),
        embedder=embedder,
        retriever=PostgresRetriever(base.engine),
        answerer=ExtractiveAnswerer(model),
        turns=PostgresTurnStore(base.engine, base.bots),
    )


def _handoffs(base: Foundation) -> HandoffActivities:
    return HandoffActivities(
        PostgresHandoffs(base.engine),
        PostgresAgentRecords(base.engine),
        PostgresApprovals(base.engine),
    )
