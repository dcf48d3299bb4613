"""Questions to a worker that has not heard of a swap or a roll-back: for ten seconds it embeds them
for the former index."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, Sync
from infra.local_models.embedder import MiniLMEmbedder
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.hosted import HostedTenant
from tests.integration.language_models.servers import Server, running_server

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
COSTS = document("costs", "## Costs\n\nA return of an item costs nothing.")
KNOWN, STRANGE = "How long may I return an item?", "quid post mensem redditur"
"""Of the one, words are in the documents; of the other none, which alone would tell."""
FIRST, SECOND = "cohere/embed-v4.0@256", "cohere/embed-v4.0@512"


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Server]:
    async with running_server("cohere") as server:
        yield server


@pytest.fixture
def tenant(
    running: Server, engine: AsyncEngine, library: Library, embedder: MiniLMEmbedder
) -> HostedTenant:
    running.start_over()
    return HostedTenant(engine, library, embedder, running)


async def found_by(tenant: HostedTenant, query: str) -> tuple[str, set[str]]:
    found = await tenant.find(query)
    return found.how, {one.document_id for one in found.passages}


@pytest.mark.parametrize("query", [KNOWN, STRANGE])
async def test_another_model_is_noticed_with_the_first_question(
    tenant: HostedTenant, query: str
) -> None:
    """By whatever it is found, and back again."""
    await tenant.library.sync(SHIPPING, RETURNS)
    assert (await tenant.find(KNOWN)).how == FIRST
    tenant.models = {"embed": {"model": "vectors", "dimension": 512}}
    await tenant.library.sync_stored()
    assert await found_by(tenant, query) == (SECOND, {"returns", "shipping"})
    await tenant.library.store.roll_back(tenant.library.tenant)
    assert await found_by(tenant, query) == (FIRST, {"returns", "shipping"})


@pytest.mark.parametrize("query", [KNOWN, STRANGE])
async def test_a_roll_back_to_an_index_of_no_hosted_model_is_noticed_too(
    tenant: HostedTenant, query: str
) -> None:
    """Then nothing is sent any more."""
    wanted, tenant.models = tenant.models, {}
    await tenant.library.sync(SHIPPING, RETURNS)
    tenant.models = wanted
    await tenant.library.sync_stored()
    assert (await tenant.find(KNOWN)).how == FIRST
    await tenant.library.store.roll_back(tenant.library.tenant)
    assert await found_by(tenant, query) == ("", {"returns", "shipping"})


async def test_a_choice_that_changes_during_a_sync_loses_no_document(tenant: HostedTenant) -> None:
    """There and back again: vectors of both are never compared, and the next sync mends it."""
    library = tenant.library
    await library.sources.replace(library.tenant, [COSTS, RETURNS, SHIPPING])
    sync, after = Sync(tenant_id=library.tenant, sync_id="s"), ""
    for dimension in (256, 512, 256):
        tenant.models = {"embed": {"model": "vectors", "dimension": dimension}}
        batch = IndexBatch(**sync.model_dump(), limit=1, after=after)
        after = (await library.activities.index_batch(batch)).last
    await library.activities.swap_in(sync)

    everything = {"costs", "returns", "shipping"}
    assert await found_by(tenant, KNOWN) == (FIRST, everything)
    assert (await tenant.find(KNOWN)).passages[0].document_id == "returns"
    assert (await library.sync_stored()).changed == 1
    assert await found_by(tenant, STRANGE) == (FIRST, everything)
    assert (await library.sync_stored()).changed == 0
