"""A tenant's reranking model: the connection it names, guarded."""

from collections.abc import Sequence

import pytest

from domain.errors import ConfigurationError, DependencyUnavailable
from domain.language_models.connections import ConnectedModel
from domain.ports.reranking import Reranker
from domain.tenant_settings import TenantConfig
from infra.http.circuit_breakers import CircuitBreakers
from infra.language_models.tenant_rerankers import TenantRerankers
from tests.unit.domain.bots import acme

CONNECTED = ConnectedModel.model_validate(
    {
        "name": "best",
        "kind": "cohere",
        "url": "https://api.example/v2",
        "model": "rerank-1",
        "key": "k",
    }
)


class Down:
    model = "cohere/rerank-1"

    def __init__(self) -> None:
        self.asked = 0

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked += 1
        raise DependencyUnavailable("503")


class Connections:
    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        return [CONNECTED] if tenant_id == "acme" else []


def rerankers(named: str | None, made: Reranker | Exception) -> TenantRerankers:
    async def settings_of(_: str, __: str) -> TenantConfig:
        tenant = acme().tenant
        models = tenant.models.model_validate({"rerank": named})
        return tenant.model_copy(update={"models": models})

    def make(_: str, __: ConnectedModel) -> Reranker:
        if isinstance(made, Exception):
            raise made
        return made

    return TenantRerankers(Connections(), settings_of, make, CircuitBreakers())


@pytest.mark.parametrize(
    ("named", "tenant", "made"),
    [
        (None, "acme", Down()),
        ("other", "acme", Down()),
        ("best", "tiny", Down()),
        ("best", "acme", ConfigurationError("the extra is missing")),
    ],
)
async def test_who_has_none_ranks_without(
    named: str | None, tenant: str, made: Reranker | Exception
) -> None:
    """None named, not connected, another tenant's, or one that cannot be asked here."""
    assert await rerankers(named, made).for_tenant(tenant, "r1") is None


async def test_one_that_is_down_is_left_alone() -> None:
    """After five failures no request goes out."""
    down = Down()
    tenants = rerankers("best", down)
    for _ in range(8):
        reranker = await tenants.for_tenant("acme", "r1")
        assert reranker is not None
        with pytest.raises(DependencyUnavailable):
            await reranker.rerank("how long?", ["a", "b"])
    assert down.asked == 5
