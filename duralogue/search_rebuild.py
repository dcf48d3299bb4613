"""Rebuilding a tenant's passages in Elasticsearch, from what PostgreSQL holds."""

from domain.errors import ConfigurationError, NotFound
from duralogue.wiring.foundation import open_foundation
from infra.settings import Settings
from infra.temporal.search_index import rebuild_search_index


async def rebuild(settings: Settings, tenant_id: str) -> str:
    """One line about what was done. The workers do it, so they need the same settings.

    Raise ConfigurationError where PostgreSQL alone is searched, NotFound for a tenant who has no
    indexed documents."""
    if settings.retriever == "postgres":
        raise ConfigurationError(
            "RETRIEVER is postgres: there is no other index to be rebuilt. Set it to elasticsearch "
            "here and for all workers, see docs/how-to/search-with-elasticsearch.md"
        )
    async with open_foundation(settings) as base:
        fed = await rebuild_search_index(base.temporal, tenant_id)
    if fed is None:
        raise NotFound(
            f"nothing was indexed for {tenant_id}, or its workers have RETRIEVER=postgres"
        )
    return f"{tenant_id}: {fed.added} passages written, generation {fed.generation} is searched"
