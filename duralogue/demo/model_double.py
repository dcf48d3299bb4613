"""A double of Cohere beside the stack, which answers a tenant's new conversations for a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from domain.language_models.connections import ConnectedModel, ModelKind
from duralogue.embedded.doubles import Played, PlayedProvider, played_provider
from duralogue.embedded.endpoints import choose_port
from duralogue.embedded.played_models import MODELS, asking_models
from duralogue.embedded.stack import Stack
from duralogue.publication import publish
from duralogue.wiring.foundation import Foundation, open_foundation
from infra.postgres.model_connections import PostgresModelConnections

_BY = "duralogue demo"


@dataclass
class ModelDouble:
    """The vendor, as it is told to behave."""

    http: httpx.AsyncClient

    async def go_down(self) -> None:
        """Every question is answered with 503 from now on."""
        await self._fail([{"kind": "unavailable", "method": "chat"}])

    async def come_back(self) -> None:
        """All is well."""
        await self._fail([])

    async def _fail(self, faults: list[dict[str, Any]]) -> None:
        answer = await self.http.put("/_double/faults", json={"faults": faults})
        answer.raise_for_status()


@asynccontextmanager
async def double_of_cohere(stack: Stack, folder: Path) -> AsyncIterator[ModelDouble]:
    """Until the block is left. `folder` is the tenant's, and stays as it is."""
    tenant = folder.name
    played = played_provider(
        Played.COHERE,
        tenant=tenant,
        port=choose_port(0, avoid=tuple(stack.ports.noted().values())),
        gateway_url=stack.ports.gateway_url,
        home=stack.home,
    )
    await stack.supervisor.start(played.part())
    async with (
        open_foundation(stack.settings) as base,
        httpx.AsyncClient(base_url=played.url, timeout=10) as http,
    ):
        before = (await base.bots.current(tenant)).as_published
        asking = asking_models(folder, [played.channel.value], stack.home.folder / "asking-models")
        async with _connected(base, played):
            await publish(stack.settings, asking)
            try:
                yield ModelDouble(http)
            finally:
                await base.bots.publish(before, by=_BY)


@asynccontextmanager
async def _connected(base: Foundation, played: PlayedProvider) -> AsyncIterator[None]:
    connections = PostgresModelConnections(base.engine, base.keys)
    models = [
        ConnectedModel(
            name=each.name,
            kind=ModelKind.COHERE,
            url=played.url,
            model=each.model,
            key=SecretStr(played.settings["key"]),
            price_in=Decimal(each.price_in),
            price_out=Decimal(each.price_out),
        )
        for each in MODELS[played.channel.value]
    ]
    for model in models:
        await connections.connect(played.tenant, model)
    try:
        yield
    finally:
        for model in models:
            await connections.remove(played.tenant, model.name)
