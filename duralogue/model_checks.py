"""Connected model servers, asked by `duralogue doctor` what they serve."""

import asyncio

import httpx

from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
)
from domain.language_models.connections import ConnectedModel
from duralogue.findings import Finding
from duralogue.wiring.foundation import open_database
from duralogue.wiring.model_adapters import adapter
from infra.http.model_calls import ClientFor, open_model_clients
from infra.postgres.model_connections import PostgresModelConnections, tenants_with_models
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings

_WITHIN_S = 5.0
_AT_ONCE = 8
_NAMED = 8


async def examine_model_servers(settings: Settings) -> list[Finding]:
    """One line for each connected model; none where there is no database of this release."""
    if settings.database_url is None or settings.duralogue_master_key is None:
        return []
    try:
        async with open_database(settings) as engine:
            keys = PostgresTenantKeys(engine, settings.require_master_key())
            connections = PostgresModelConnections(engine, keys)
            tenants = await tenants_with_models(engine)
            async with open_model_clients(settings.outbound_allowed) as clients:
                found = [await _of_tenant(tenant_id, connections, clients) for tenant_id in tenants]
    except DependencyUnavailable:
        return []
    return [finding for of_tenant in found for finding in of_tenant]


async def _of_tenant(
    tenant_id: str, connections: PostgresModelConnections, clients: ClientFor
) -> list[Finding]:
    try:
        models = await connections.of(tenant_id)
    except DuralogueError as error:
        return [Finding(f"model {tenant_id}", is_fine=False, says=str(error))]
    room = asyncio.Semaphore(_AT_ONCE)

    async def one(model: ConnectedModel) -> Finding:
        async with room:
            return await check_model(tenant_id, model, clients(tenant_id, model.url))

    return list(await asyncio.gather(*map(one, models)))


async def check_model(
    tenant_id: str, model: ConnectedModel, client: httpx.AsyncClient, *, within: float = _WITHIN_S
) -> Finding:
    """Whether its server answers, takes the key, and still serves the model."""
    about = f"model {tenant_id}/{model.name}"
    try:
        async with asyncio.timeout(within):
            served = await adapter(model, client).served_models()
    except TimeoutError:
        return _wrong(about, f"{model.url} did not answer within {within:g} s")
    except DependencyRejected as error:
        return _wrong(about, f"{model.url} refused: {error}; connect it again with a valid key")
    except (DependencyUnavailable, ConfigurationError) as error:
        return _wrong(about, f"{model.url}: {error}")
    if model.model in served:
        left = "" if model.price else ", without prices: not asked where a budget is in dollars"
        return Finding(about, is_fine=True, says=f"{model.label} is served at {model.url}{left}")
    names = ", ".join(sorted(served)[:_NAMED])
    there = f"; it serves {names}" if names else ""
    return _wrong(about, f"{model.model} is not served at {model.url} any more{there}")


def _wrong(about: str, says: str) -> Finding:
    return Finding(about, is_fine=False, says=says)
