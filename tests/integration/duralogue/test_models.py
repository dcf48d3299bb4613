"""`duralogue connect model`, `models …` and what doctor says of them, on a real database."""

import base64
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from domain.errors import ConfigurationError, NotFound
from duralogue.model_checks import examine_model_servers
from duralogue.model_connections import (
    connect_model,
    connected_model_names,
    list_models,
    model_usage,
    remove_model,
)
from infra.settings import Settings

KEY = "a-real-secret"


@pytest.fixture
def settings(database_url: str) -> Settings:
    master = SecretStr(base64.b64encode(bytes(range(32))).decode())
    return Settings(database_url=SecretStr(database_url), duralogue_master_key=master)


def given(**changed: Any) -> dict[str, str | None]:
    return {
        "name": "small", "kind": "openai", "model": "qwen3", "url": "http://127.0.0.1:1/v1",
        **changed,
    }  # fmt: skip


async def test_a_model_is_connected_looked_at_and_removed(settings: Settings) -> None:
    """The operator's whole way, and nowhere is the key shown."""
    tenant = f"t{uuid4().hex[:12]}"
    said = await connect_model(settings, tenant, given(price_in="0.10", price_out="0.40"), KEY)
    assert said == f"{tenant}: small is openai/qwen3 at http://127.0.0.1:1/v1, with a key"
    [listed] = await list_models(settings, tenant)
    assert listed.price is not None
    assert (listed.name, str(listed.price.input), listed.has_key) == ("small", "0.10", True)
    assert await connected_model_names(settings, tenant) == ("small",)
    assert (await model_usage(settings, tenant, days=7)).days == ()

    found = {one.about: one for one in await examine_model_servers(settings)}
    assert not found[f"model {tenant}/small"].is_fine
    assert "http://127.0.0.1:1/v1" in found[f"model {tenant}/small"].says
    assert KEY not in " ".join(map(str, found.values()))

    await remove_model(settings, tenant, "small")
    with pytest.raises(NotFound):
        await remove_model(settings, tenant, "small")
    assert await list_models(settings, tenant) == []


@pytest.mark.parametrize("tenant", ["Acme", "a/b", "", "a" * 41])
async def test_a_tenant_that_is_none_is_named(settings: Settings, tenant: str) -> None:
    """Before anything is stored."""
    with pytest.raises(ConfigurationError, match="is no tenant"):
        await connect_model(settings, tenant, given(), KEY)
