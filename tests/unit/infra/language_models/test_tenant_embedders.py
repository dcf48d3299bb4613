"""A tenant's embedding model: chosen, found again by its index, on account, asked for many."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import (
    ConfigurationError,
    DependencyError,
    DependencyRejected,
    DependencyUnavailable,
    UnusableAnswer,
)
from domain.language_models.budgets import CallOutcome
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.language_models.settings import EmbeddingSettings
from domain.ports.hosted_embedding import Embedded, HostedEmbedder, TextKind
from domain.tenant_settings import TenantConfig
from infra.language_models.guarded_embedder import AdapterPair
from infra.language_models.tenant_embedders import TenantEmbedders
from tests.support import eventually
from tests.unit.infra.language_models.chains import World

PATIENT = timedelta(minutes=1)
TENANT = {"tenant": "acme", "branding": {"name": "Ava"}}


class Adapter:
    """Embeds a text as its length, and keeps what it was asked."""

    def __init__(self, model: str, dimension: int) -> None:
        self.model, self.dimension = model, dimension
        self.asked: list[tuple[str, ...]] = []
        self.fault: Exception | None = None
        self.answers = asyncio.Event()
        self.answers.set()

    async def embed_texts(self, texts: Sequence[str], kind: TextKind) -> Embedded:
        self.asked.append(tuple(texts))
        await self.answers.wait()
        if self.fault is not None and ("poison" in texts or str(self.fault) == "all"):
            raise self.fault
        return Embedded([(float(len(text)),) for text in texts], 3 * len(texts))


class Tenants:
    """Each with its settings and connections, in one worker."""

    def __init__(self, models: dict[str, Any], *connected: ConnectedModel) -> None:
        self.models = models
        self.connected = list(connected)
        self.made: dict[tuple[str, str], Adapter] = {}
        self.world = World()
        self.embedders = TenantEmbedders(
            self,
            self._settings,
            self._make,
            accounts=self.world.accounts,
            meter=self.world.meter,
            shared=self.world.shared,
            question_within=PATIENT,
        )

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        return self.connected

    async def _settings(self, tenant_id: str, revision: str) -> TenantConfig:
        return TenantConfig.model_validate(TENANT | {"models": self.models})

    def _make(
        self, tenant_id: str, connected: ConnectedModel, settings: EmbeddingSettings
    ) -> AdapterPair:
        if connected.name == "unusable":
            raise ConfigurationError("key: cannot be sent")
        prefix = f"+{settings.question_prefix}" if settings.question_prefix else ""
        name = f"{connected.label}@{settings.dimension}{prefix}"
        made = self.made.setdefault((tenant_id, name), Adapter(name, settings.dimension))
        return AdapterPair(made, made)

    async def chosen(self, tenant_id: str = "acme") -> HostedEmbedder:
        found = await self.embedders.chosen(tenant_id)
        assert found is not None
        return found


def connection(name: str, model: str = "bge-m3", **more: Any) -> ConnectedModel:
    return ConnectedModel(
        name=name, kind=ModelKind.OPENAI, url="http://10.0.0.7/v1", model=model, **more
    )


async def test_a_tenant_without_the_setting_has_none() -> None:
    """Also where an index was made by a connected model: its questions stay here."""
    tenants = Tenants({}, connection("vectors"))
    assert await tenants.embedders.chosen("acme") is None
    assert await tenants.embedders.of_index("acme", "openai/bge-m3@1024") is None


@pytest.mark.parametrize("name", ["vectors", "unusable"])
async def test_one_that_cannot_be_used_is_told(name: str) -> None:
    """Whoever indexes goes on without, and says why."""
    tenants = Tenants({"embed": name}, connection("unusable"))
    with pytest.raises(ConfigurationError):
        await tenants.embedders.chosen("acme")


async def test_an_index_is_searched_by_the_model_that_made_it() -> None:
    """By another name of its connection, dimension and prefixes; never by one that is like it."""
    tenants = Tenants(
        {"embed": {"model": "new", "question_prefix": "query: "}},
        connection("new", "e5"),
        connection("old", "bge-m3"),
    )
    assert (await tenants.chosen()).model == "openai/e5@1024+query: "
    of_index = tenants.embedders.of_index
    for name in ("openai/e5@1024+query: ", "openai/bge-m3@384", "openai/e5@512"):
        found = await of_index("acme", name)
        assert found is not None
        assert found.model == name
    for name in ("openai/e5@1024+other: ", "cohere/e5@1024", "openai/gone@384", "openai/e5", ""):
        assert await of_index("acme", name) is None


async def test_questions_of_one_tenant_go_out_together_and_never_with_anothers() -> None:
    """They would be sent with one tenant's key, and billed to it."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    mine, yours = await tenants.chosen("acme"), await tenants.chosen("beta")
    asked = [(mine, "a"), (yours, "bb"), (mine, "ccc"), (yours, "dddd")]
    found = await asyncio.gather(*(embedder.embed([text]) for embedder, text in asked))
    assert found == [[(1.0,)], [(2.0,)], [(3.0,)], [(4.0,)]]
    assert await tenants.chosen("acme") is mine
    by_tenant = {tenant: adapter.asked for (tenant, _), adapter in tenants.made.items()}
    assert by_tenant == {"acme": [("a", "ccc")], "beta": [("bb", "dddd")]}


async def test_what_is_sent_is_paid_for_and_a_budget_ends_it() -> None:
    """A question that finds no money is looked up locally; a sync asks again in five minutes."""
    tenants = Tenants(
        {"embed": "vectors", "budgets": {"day": {"tokens": 8}}},
        connection("vectors", price_in=Decimal(2), price_out=Decimal(0)),
    )
    embedder = await tenants.chosen()
    assert await embedder.embed(["a"]) == [(1.0,)]
    [call] = tenants.world.accounts.settled
    assert (call.usage.input_tokens, call.outcome) == (3, CallOutcome.ANSWERED)
    assert call.cost == Decimal("0.000006")
    assert call.call.conversation_id == ""
    with pytest.raises(DependencyUnavailable, match="budget of the day") as refused:
        await embedder.embed_passages(["a long passage, for which there is not enough"])
    assert refused.value.retry_after == timedelta(minutes=5)
    [adapter] = tenants.made.values()
    assert adapter.asked == [("a",)]


@pytest.mark.parametrize(("tokens", "paid"), [(5, 5), (None, 2), (10**9, 2)])
async def test_what_a_vendor_bills_is_paid_for_though_it_is_of_no_use(
    tokens: int | None, paid: int
) -> None:
    """Such as vectors of another length, for which a sync asks again every minute."""
    tenants = Tenants(
        {"embed": "vectors", "budgets": {"day": {"tokens": 8}}}, connection("vectors")
    )
    embedder = await tenants.chosen()
    [adapter] = tenants.made.values()
    adapter.fault = UnusableAnswer("all", tokens=tokens)
    with pytest.raises(DependencyRejected, match="all"):
        await embedder.embed_passages(["hello"])
    [call] = tenants.world.accounts.settled
    assert (call.usage.input_tokens, call.outcome) == (paid, CallOutcome.REJECTED)
    for _ in range(3):
        with suppress(DependencyError):
            await embedder.embed_passages(["hello"])
    with pytest.raises(DependencyUnavailable, match="budget of the day"):
        await embedder.embed_passages(["hello"])


async def test_without_a_price_nothing_is_sent_on_a_budget_in_dollars() -> None:
    """As with every other model."""
    tenants = Tenants(
        {"embed": "vectors", "budgets": {"day": {"dollars": 5}}}, connection("vectors")
    )
    with pytest.raises(DependencyUnavailable, match="no price"):
        await (await tenants.chosen()).embed(["a"])
    [adapter] = tenants.made.values()
    assert adapter.asked == []


async def test_passages_go_out_as_many_as_vendors_take() -> None:
    """One request after the other."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    texts = [f"{number}" for number in range(200)]
    vectors = await (await tenants.chosen()).embed_passages(texts)
    assert len(vectors) == 200
    [adapter] = tenants.made.values()
    assert [len(request) for request in adapter.asked] == [96, 96, 8]


async def test_a_retry_after_is_kept_and_a_refused_key_not_tried_for_ever() -> None:
    """One poisoned text among others says nothing of the key."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    embedder = await tenants.chosen()
    await embedder.embed(["a"])
    [adapter] = tenants.made.values()
    adapter.fault = DependencyUnavailable("all", retry_after=timedelta(seconds=30))
    for _ in range(3):
        with pytest.raises(DependencyUnavailable):
            await embedder.embed(["b"])
    assert adapter.asked == [("a",), ("b",)]
    tenants.world.time += 31

    adapter.fault = DependencyRejected("no")
    for _ in range(8):
        with pytest.raises(DependencyRejected):
            await embedder.embed(["poison"])
        assert await embedder.embed(["c"]) == [(1.0,)]
    adapter.fault = DependencyRejected("all")
    before = len(adapter.asked)
    for _ in range(9):
        with pytest.raises((DependencyRejected, DependencyUnavailable)):
            await embedder.embed(["d"])
    assert len(adapter.asked) - before == 5


async def test_documents_that_are_refused_one_after_the_other_stop_no_sync() -> None:
    """A batch of them would rest the model, and be tried again, for ever; and customers' questions
    would be looked up locally meanwhile."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    embedder = await tenants.chosen()
    [adapter] = tenants.made.values()
    adapter.fault = DependencyRejected("no")
    for _ in range(20):
        with pytest.raises(DependencyRejected):
            await embedder.embed_passages(["poison"])
    assert await embedder.embed_passages(["a"]) == [(1.0,)]
    assert await embedder.embed(["bb"]) == [(2.0,)]


async def test_a_sync_that_goes_well_hides_no_questions_that_are_refused() -> None:
    """A server may take the ones and not the others."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    embedder = await tenants.chosen()
    [adapter] = tenants.made.values()
    adapter.fault = DependencyRejected("no")
    for _ in range(9):
        with pytest.raises((DependencyRejected, DependencyUnavailable)):
            await embedder.embed(["poison"])
        with suppress(DependencyUnavailable):
            await embedder.embed_passages(["a"])
    assert adapter.asked.count(("poison",)) == 5


async def test_a_change_of_the_connection_is_another_embedder() -> None:
    """Such as a new key."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    first = await tenants.chosen()
    assert await tenants.chosen() is first
    tenants.connected[0] = connection("vectors", price_in=Decimal(1), price_out=Decimal(0))
    assert await tenants.chosen() is not first


async def test_one_that_gives_up_cancels_no_other() -> None:
    """Their questions are in the same request."""
    tenants = Tenants({"embed": "vectors"}, connection("vectors"))
    embedder = await tenants.chosen()
    [adapter] = tenants.made.values()
    adapter.answers.clear()
    gives_up, stays = (asyncio.create_task(embedder.embed([text])) for text in ("a", "bb"))
    await eventually(lambda: bool(adapter.asked))
    gives_up.cancel()
    adapter.answers.set()
    assert await stays == [(2.0,)]
    assert adapter.asked == [("a", "bb")]
    assert gives_up.cancelled()
