"""The index that a tenant's customers are answered from, and the way back to the one before."""

from domain.knowledge import KnowledgeStatus
from duralogue.wiring.foundation import open_database
from infra.postgres.knowledge_generations import KnowledgeGenerations
from infra.settings import Settings


async def status(settings: Settings, tenant_id: str) -> str:
    """A sentence or two."""
    async with open_database(settings) as engine:
        return described(tenant_id, await KnowledgeGenerations(engine).status(tenant_id))


async def roll_back(settings: Settings, tenant_id: str) -> str:
    """Raise ConfigurationError where there is no earlier generation."""
    async with open_database(settings) as engine:
        return described(tenant_id, await KnowledgeGenerations(engine).roll_back(tenant_id))


def described(tenant_id: str, status: KnowledgeStatus) -> str:
    if status.since is None:
        return f"{tenant_id}: nothing is indexed"
    shown = f"generation {status.generation} since {status.since:%Y-%m-%d %H:%M} UTC"
    held = f"{status.documents:,} documents in {status.chunks:,} passages"
    way_back = "the one before it is kept" if status.can_roll_back else "none before it is kept"
    models = " and ".join(filter(None, (status.model, status.hosted_model)))
    by = f", found by {models}" if models else ""
    return f"{tenant_id}: {shown}, {held}{by}; {way_back}"
