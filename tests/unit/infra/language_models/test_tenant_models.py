"""A tenant's models as its settings chain them and its operator has connected them."""

from typing import Any

import pytest

from domain.errors import ConfigurationError
from domain.language_models.callers import Difficulty, ModelCaller
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.language_models.requests import Purpose
from domain.tenant_settings import TenantConfig
from infra.language_models.tenant_models import TenantModels
from tests.fakes.language_models import ScriptedModel
from tests.unit.infra.language_models.chains import World

CALLER = ModelCaller(conversation_id="c1", turn="t1")
TENANT = {"tenant": "acme", "branding": {"name": "Ava"}}


def connection(name: str, model: str = "") -> ConnectedModel:
    return ConnectedModel(
        name=name, kind=ModelKind.OPENAI, url="http://10.0.0.7/v1", model=model or f"{name}-1"
    )


class Acme:
    """One tenant: its settings, its connections, and every adapter that was made."""

    def __init__(self, models: dict[str, Any], *names: str) -> None:
        self.settings = TenantConfig.model_validate(TENANT | {"models": models})
        self.connected = [connection(name) for name in names]
        self.made: list[str] = []
        world = World()
        self.models = TenantModels(
            self,
            self._settings,
            self._make,
            accounts=world.accounts,
            meter=world.meter,
            shared=world.shared,
        )

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        return self.connected

    async def _settings(self, tenant_id: str, revision: str) -> TenantConfig:
        return self.settings

    def _make(self, tenant_id: str, connected: ConnectedModel) -> ScriptedModel:
        if connected.name == "unusable":
            raise ConfigurationError("key: cannot be sent")
        self.made.append(connected.model)
        return ScriptedModel(name=connected.model)

    async def name(
        self, difficulty: Difficulty = Difficulty.SIMPLE, purpose: Purpose = Purpose.ANSWER
    ) -> str | None:
        found = await self.models.for_tenant("acme", purpose, caller=CALLER, difficulty=difficulty)
        return found.name if found else None


@pytest.mark.parametrize(
    ("models", "connected"),
    [({}, ("small",)), ({"answers": "small"}, ()), ({"answers": "small"}, ("other", "unusable"))],
)
async def test_a_tenant_without_a_model_has_none(
    models: dict[str, Any], connected: tuple[str, ...]
) -> None:
    """And loses nothing: whoever asked goes on without."""
    assert await Acme(models, *connected).name() is None


async def test_a_chain_holds_what_is_connected_in_the_order_of_the_settings() -> None:
    """A name that nobody connected, and a model that cannot be used, are left out."""
    chain = {"simple": "small", "complex": "large", "then": ["unusable", "typo", "other"]}
    acme = Acme({"answers": chain, "summaries": "small"}, "large", "other", "small", "unusable")
    assert await acme.name() == "small-1 > large-1 > other-1"
    assert await acme.name(Difficulty.COMPLEX) == "large-1 > small-1 > other-1"
    assert await acme.name(purpose=Purpose.SUMMARISE) == "small-1"
    assert await acme.name(purpose=Purpose.PROPOSE) is None


async def test_an_adapter_is_made_once_for_each_connection_as_it_is() -> None:
    """It keeps open connections; another key or model id makes another."""
    acme = Acme({"answers": "small"}, "small")
    await acme.name()
    await acme.name()
    assert acme.made == ["small-1"]
    acme.connected = [connection("small", "small-2")]
    assert await acme.name() == "small-2"
    assert acme.made == ["small-1", "small-2"]
