"""Search in a tenant's knowledge as indexed in PostgreSQL."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports import Embedder
from domain.ranked_search import RankedSearch
from infra.postgres.candidates import PostgresCandidates

CACHE_BYTES = 32 * 1024 * 1024


class PostgresRetriever(RankedSearch):
    """Implements `domain.ports.Retriever`: two round trips, and a third for what is not in
    memory."""

    def __init__(
        self, engine: AsyncEngine, embedder: Embedder, *, cache_bytes: int = CACHE_BYTES
    ) -> None:
        """It searches what this embedder's model has indexed, by vectors of that model."""
        super().__init__(PostgresCandidates(engine, embedder, cache_bytes=cache_bytes), embedder)
