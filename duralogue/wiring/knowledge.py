"""Wiring of the activities that index a tenant's documents."""

from activities.knowledge import KnowledgeActivities
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.models import embedder_of
from infra.model_process.ports import DistantChunker
from infra.model_process.process import ModelProcess
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources


def knowledge_activities(base: Foundation, models: ModelProcess) -> KnowledgeActivities:
    """Documents are taken apart and embedded in `models`, which starts when the first is indexed.

    That is seldom, and a worker that was killed is back sooner without it.
    """
    embedder = embedder_of(models)
    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine, embedder),
        DistantChunker(models),
        embedder,
    )
