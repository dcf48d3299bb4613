"""The caller of tenants' tools, wired to the real example shop."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr

from infra.http.backends import TenantBackends
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.tools import HttpToolCaller, open_http_tools
from tests.integration.conftest import API_KEY


@pytest.fixture
async def tools(shop_url: str, admin: httpx.AsyncClient) -> AsyncIterator[HttpToolCaller]:
    """Two tenants: acme, and one that has the shop's address but not its key."""
    backends = {
        "acme": TenantBackends(
            servers={"shop": shop_url}, secrets={"shop_api_key": SecretStr(API_KEY)}
        ),
        "other": TenantBackends(servers={"shop": shop_url}),
    }
    circuits = CircuitBreakers(threshold=3, rest=timedelta(milliseconds=400))
    async with open_http_tools(backends, circuits) as caller:
        yield caller
