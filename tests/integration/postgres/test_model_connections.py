"""Language models connected while the product runs: sealed, and one tenant's own."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, Conflict, NotFound
from domain.language_models.connections import MOST_MODELS, ConnectedModel, ModelKind
from infra.postgres.model_connections import PostgresModelConnections
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY

KEY = "correct-horse-battery"


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
def models(engine: AsyncEngine) -> PostgresModelConnections:
    return PostgresModelConnections(engine, PostgresTenantKeys(engine, MASTER_KEY))


def a_model(name: str = "large", model: str = "command-a-03-2025") -> ConnectedModel:
    return ConnectedModel(name=name, kind=ModelKind.COHERE, model=model, key=SecretStr(KEY))


async def test_is_kept_sealed_and_opened_again(
    models: PostgresModelConnections, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """A dump of the database must not be enough to spend the tenant's money."""
    await models.connect(tenant, a_model())

    [found] = await models.of(tenant)
    assert found == a_model()
    assert found.key is not None
    assert found.key.get_secret_value() == KEY
    row = await (
        await owner.execute("SELECT sealed FROM tenant_models WHERE tenant_id = %s", (tenant,))
    ).fetchone()
    assert row is not None
    assert KEY.encode() not in row[0]
    [listed] = await models.listed(tenant)
    assert (listed.name, listed.model, listed.has_key) == ("large", "command-a-03-2025", True)
    assert KEY not in listed.model_dump_json()


async def test_belongs_to_one_tenant_and_one_row(
    models: PostgresModelConnections, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """What is moved under another name does not open, and nobody else sees it."""
    other = f"t{uuid4().hex[:12]}"
    await models.connect(tenant, a_model())
    assert await models.of(other) == []
    with pytest.raises(NotFound):
        await models.remove(other, "large")
    copy = """
    INSERT INTO tenant_models (tenant_id, name, key_id, sealed)
    SELECT tenant_id, 'small', key_id, sealed FROM tenant_models WHERE tenant_id = %s
    """
    await owner.execute(copy, (tenant,))
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        await models.of(tenant)


async def test_is_changed_and_removed_and_there_is_an_end_to_them(
    models: PostgresModelConnections, tenant: str
) -> None:
    """One of the same name takes its place; all are read for each tenant, so they are few."""
    await models.connect(tenant, a_model(model="old"))
    await models.connect(tenant, a_model(model="new"))
    assert [one.model for one in await models.of(tenant)] == ["new"]
    await models.remove(tenant, "large")
    assert await models.of(tenant) == []
    for number in range(MOST_MODELS):
        await models.connect(tenant, a_model(f"m{number}"))
    with pytest.raises(Conflict):
        await models.connect(tenant, a_model("one-too-many"))
