"""Passages found by a tenant's hosted model: indexed, searched, and searched on without it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError

from activities.answer_finder import AnswerFinder
from activities.knowledge import IndexBatch, Sync
from domain.knowledge import STAFF
from domain.language_models.budgets import CallOutcome
from domain.language_models.requests import Purpose
from domain.language_models.service_levels import Level
from domain.turns import TraceEntry
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.postgres.engine import tenant_transaction
from infra.postgres.source_pages import PostgresSourcePages
from provider_doubles.faults import FaultKind
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.dates import NOW
from tests.integration.knowledge.hosted import DIMENSIONS, IMPATIENT, MODELS, PATIENT, HostedTenant
from tests.integration.language_models.servers import Server, running_server

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
SALARIES = document("salaries", "## Time\n\nThose who return an item are paid.", audience="agents")
QUERY = "How long may I return an item?"


@pytest.fixture(scope="module", params=["cohere", "vllm"])
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    async with running_server(request.param) as server:
        yield server


@pytest.fixture
def tenant(
    running: Server, engine: AsyncEngine, library: Library, embedder: MiniLMEmbedder
) -> HostedTenant:
    running.start_over()
    return HostedTenant(engine, library, embedder, running)


def name_of(tenant: HostedTenant) -> str:
    kind = "cohere" if tenant.server.kind == "cohere" else "openai"
    return f"{kind}/{MODELS[tenant.server.kind]}@{DIMENSIONS[tenant.server.kind]}"


async def failures(tenant: HostedTenant) -> dict[str, str]:
    status = await PostgresSourcePages(tenant.engine).status(tenant.library.tenant)
    return {one.name: one.reason for one in status.failures}


async def test_passages_are_found_by_the_model_that_the_index_names(tenant: HostedTenant) -> None:
    """Documents go out together, a question is one request; the local index is there beside it."""
    await tenant.library.sync(SHIPPING, RETURNS, SALARIES)
    assert tenant.server.log.counts["embed"] == 1

    found = await tenant.find(QUERY)
    assert found.how == name_of(tenant)
    assert [one.document_id for one in found.passages] == ["returns", "shipping"]
    assert tenant.server.log.counts["embed"] == 2
    status = await tenant.library.store.status(tenant.library.tenant)
    assert (status.model, status.hosted_model) == (tenant.embedder.model, name_of(tenant))
    for_staff = await tenant.find(QUERY, STAFF)
    assert {one.document_id for one in for_staff.passages} == {"returns", "shipping", "salaries"}
    calls = tenant.world.accounts.settled
    assert {(one.call.purpose, one.outcome) for one in calls} == {
        (Purpose.EMBED, CallOutcome.ANSWERED)
    }
    assert all(one.usage.input_tokens > 0 for one in calls)
    assert not any(one.usage.is_estimated for one in calls)


async def test_answers_are_judged_on_the_scale_of_the_local_vectors(tenant: HostedTenant) -> None:
    """Whoever has found a passage: the judge was fitted on those."""
    await tenant.library.sync(SHIPPING, RETURNS)
    hosted = {one.document_id: one for one in (await tenant.find(QUERY)).passages}
    local = {one.document_id: one for one in await tenant.library.search(QUERY)}
    assert hosted.keys() == local.keys()
    for name, passage in hosted.items():
        assert passage.vector_similarity == pytest.approx(local[name].vector_similarity, abs=1e-5)
        assert passage.pieces == local[name].pieces
        assert passage.sentences == local[name].sentences


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.UNAVAILABLE,
        FaultKind.RATE_LIMITED,
        FaultKind.HANG,
        FaultKind.RESET_AFTER,
    ],
)
async def test_a_question_is_answered_while_the_model_is_down_and_by_it_again_after_that(
    tenant: HostedTenant, kind: FaultKind
) -> None:
    """By the local vectors, exactly as for a tenant that has no model; and it is told."""
    await tenant.library.sync(SHIPPING, RETURNS)
    tenant.server.fail(kind, times=None, seconds=30)
    tenant.wait(IMPATIENT if kind is FaultKind.HANG else PATIENT)
    found = await tenant.find(QUERY)
    assert found.how.startswith("by local vectors: ")
    assert found.passages == await tenant.library.search(QUERY)
    level = tenant.world.accounts.levels[tenant.library.tenant]
    assert (level.purpose, level.level) == (Purpose.EMBED, Level.EXTRACTIVE)

    tenant.server.faults.clear()
    tenant.wait(PATIENT)
    tenant.world.time += 60  # a Retry-After is kept
    assert (await tenant.find(QUERY)).how == name_of(tenant)


async def test_a_turn_says_the_same_without_the_model_and_its_trace_says_why(
    tenant: HostedTenant,
) -> None:
    """From the index to the quote: with the model, with its server gone, and with it back."""
    await tenant.library.sync(SHIPPING, RETURNS)
    finder = AnswerFinder(tenant.embedder, tenant.search, ExtractiveAnswerer(tenant.embedder))
    traces: list[list[TraceEntry]] = [[], [], []]
    said = [await finder.find(tenant.library.tenant, QUERY, NOW, traces[0])]
    tenant.server.fail(FaultKind.REFUSE, times=None, seconds=0.1)
    said.append(await finder.find(tenant.library.tenant, QUERY, NOW, traces[1]))
    tenant.server.faults.clear()
    await tenant.until_its_server_listens()
    said.append(await finder.find(tenant.library.tenant, QUERY, NOW, traces[2]))

    assert [one and one.text for one in said] == ["You may return an item within 30 days."] * 3
    assert said[0] == said[1] == said[2]
    notes = [{entry.step: entry.note for entry in trace}["search"] for trace in traces]
    assert notes[0] == notes[2] == name_of(tenant)
    assert notes[1].startswith("by local vectors: ")


async def test_a_model_that_keeps_failing_is_left_alone(tenant: HostedTenant) -> None:
    """No question waits for it after five; one that tries brings it back."""
    await tenant.library.sync(SHIPPING, RETURNS)
    tenant.server.fail(FaultKind.UNAVAILABLE, times=None)
    sent = tenant.server.log.counts["embed"]
    for _ in range(9):
        assert (await tenant.find(QUERY)).passages[0].document_id == "returns"
    assert tenant.server.log.counts["embed"] - sent == 5

    tenant.server.faults.clear()
    tenant.world.time += 60
    async with tenant.world.breakers.guard(
        tenant.library.tenant, f"vectors ({name_of(tenant)})", urgent=True
    ):
        pass
    assert (await tenant.find(QUERY)).how == name_of(tenant)


async def test_a_sync_waits_for_the_model_and_says_so(tenant: HostedTenant) -> None:
    """Temporal tries again; what was indexed before goes on being searched."""
    await tenant.library.sync(SHIPPING)
    await tenant.library.sources.replace(tenant.library.tenant, [SHIPPING, RETURNS])
    sync = Sync(tenant_id=tenant.library.tenant, sync_id="later")
    batch = IndexBatch(**sync.model_dump())
    tenant.server.fail(FaultKind.UNAVAILABLE, times=1)

    plan = await tenant.library.activities.plan_sync(sync)
    with pytest.raises(ApplicationError) as failed:
        await tenant.library.activities.index_batch(batch)
    assert plan.added == 1
    assert not failed.value.non_retryable
    assert "503" in (await failures(tenant))["models.embed"]
    assert [one.document_id for one in (await tenant.find(QUERY)).passages] == ["shipping"]

    await tenant.library.activities.index_batch(batch)
    await tenant.library.activities.swap_in(sync)
    assert await failures(tenant) == {}
    assert (await tenant.find(QUERY)).passages[0].document_id == "returns"


async def test_a_key_that_is_refused_lets_the_sync_wait_too(tenant: HostedTenant) -> None:
    """No document is to blame for it."""
    tenant.connected[0] = tenant.connected[0].model_copy(update={"model": "gone"})
    await tenant.library.sources.replace(tenant.library.tenant, [SHIPPING])
    batch = IndexBatch(tenant_id=tenant.library.tenant, sync_id="s")
    with pytest.raises(ApplicationError) as failed:
        await tenant.library.activities.index_batch(batch)
    assert not failed.value.non_retryable
    assert "gone" in (await failures(tenant))["models.embed"]


async def test_another_model_makes_another_index_and_a_roll_back_goes_back_to_the_first(
    tenant: HostedTenant,
) -> None:
    """A question is embedded by the model whose index it searches, whatever is chosen by now."""
    await tenant.library.sync(SHIPPING, RETURNS)
    first = name_of(tenant)
    other = {"cohere": "embed-multilingual-v3.0", "vllm": "qwen3-8b"}[tenant.server.kind]
    tenant.server.settings.models = (*tenant.server.settings.models, other)
    tenant.connected.append(tenant.connection("others", other))
    tenant.models = {"embed": {**tenant.models["embed"], "model": "others"}}
    assert (await tenant.find(QUERY)).how == first

    report = await tenant.library.sync_stored()
    assert report.changed == 2
    second = await tenant.find(QUERY)
    assert second.how == first.replace(MODELS[tenant.server.kind], other)
    assert second.passages[0].document_id == "returns"

    status = await tenant.library.store.roll_back(tenant.library.tenant)
    back = await tenant.find(QUERY)
    assert status.hosted_model == first
    assert back.how == first
    assert back.passages[0].document_id == "returns"


async def test_what_customers_may_not_see_is_nothing_by_any_model(tenant: HostedTenant) -> None:
    """A tenant with passages for agents alone has none for customers, and asks the model once."""
    await tenant.library.sync(SALARIES)
    sent = tenant.server.log.counts["embed"]
    found = await tenant.find(QUERY)
    assert (found.how, found.passages) == (name_of(tenant), [])
    assert tenant.server.log.counts["embed"] == sent + 1
    assert [one.document_id for one in (await tenant.find(QUERY, STAFF)).passages] == ["salaries"]


async def test_a_tenant_that_wants_no_model_any_more_keeps_its_questions(
    tenant: HostedTenant,
) -> None:
    """At once, and not from the next sync on; that takes the vectors away."""
    await tenant.library.sync(SHIPPING, RETURNS)
    sent = tenant.server.log.counts["embed"]
    tenant.models = {}
    found = await tenant.find(QUERY)
    assert found.passages[0].document_id == "returns"
    assert "by local vectors" in found.how

    await tenant.library.sync_stored()
    status = await tenant.library.store.status(tenant.library.tenant)
    assert status.hosted_model is None
    assert tenant.server.log.counts["embed"] == sent


async def test_without_the_connection_documents_are_indexed_locally_and_it_is_told(
    tenant: HostedTenant,
) -> None:
    """A tenant's answers do not wait for an operator."""
    tenant.connected.clear()
    await tenant.library.sync(SHIPPING, RETURNS)
    assert (await tenant.find(QUERY)).passages[0].document_id == "returns"
    assert "`vectors` is not connected" in (await failures(tenant))["models.embed"]


@pytest.mark.parametrize("running", ["vllm"], indirect=True)
async def test_any_dimension_is_searched(tenant: HostedTenant) -> None:
    """Without an index of its own all vectors of the tenant are compared."""
    tenant.server.settings.dimension = 100  # type: ignore[attr-defined]
    tenant.models = {"embed": {"model": "vectors", "dimension": 100}}
    await tenant.library.sync(SHIPPING, RETURNS)
    found = await tenant.find(QUERY)
    assert found.how == "openai/bge-m3@100"
    assert found.passages[0].document_id == "returns"


@pytest.mark.parametrize("running", ["vllm"], indirect=True)
async def test_a_server_that_changes_its_dimension_is_not_compared_with(
    tenant: HostedTenant,
) -> None:
    """The question is refused, and found locally."""
    await tenant.library.sync(SHIPPING, RETURNS)
    tenant.server.settings.dimension = 100  # type: ignore[attr-defined]
    found = await tenant.find(QUERY)
    assert "shape (1, 100)" in found.how
    assert found.passages[0].document_id == "returns"


async def test_the_nearest_are_found_by_an_index(tenant: HostedTenant) -> None:
    """The search's expression is the index's; else it would read all vectors of a tenant."""
    await tenant.library.sync(SHIPPING)
    plan = """
        EXPLAIN SELECT chunk_id FROM knowledge_hosted_vectors
        WHERE tenant_id = 't' AND vector_dims(vector) = 256
        ORDER BY vector::halfvec(256) <=> array_fill(0.1, ARRAY[256])::halfvec::halfvec(256)
        LIMIT 5
    """
    async with tenant_transaction(tenant.engine, tenant.library.tenant) as connection:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        await connection.exec_driver_sql("SET LOCAL enable_sort = off")
        lines = (await connection.exec_driver_sql(plan)).scalars().all()
    assert any("knowledge_hosted_vectors_256" in line for line in lines), lines


async def test_tenants_are_apart(
    tenant: HostedTenant, engine: AsyncEngine, neighbour: Library, embedder: MiniLMEmbedder
) -> None:
    """The nearest of a stranger's passages is none."""
    await tenant.library.sync(SHIPPING)
    other = HostedTenant(engine, neighbour, embedder, tenant.server)
    await neighbour.sync(RETURNS)
    assert [one.document_id for one in (await tenant.find(QUERY)).passages] == ["shipping"]
    assert [one.document_id for one in (await other.find(QUERY)).passages] == ["returns"]
