"""What indexing a tenant's documents needs."""

from activities.knowledge import KnowledgeActivities
from duralogue.wiring.foundation import Foundation
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources


def knowledge_activities(base: Foundation) -> KnowledgeActivities:
    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine),
        MarkdownSections(),
        MiniLMEmbedder(threads=base.settings.inference_threads),
    )
