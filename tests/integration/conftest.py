"""The real example shop, for what is tested against a backend; statements as they go out."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from example_shop.server import running_shop
from example_shop.settings import ShopSettings
from tests.elasticsearch_node.node import ElasticsearchNode
from tests.support import plain_http

API_KEY = "shop-api-key-for-tests"
ADMIN_KEY = "shop-admin-key-for-tests"


@pytest.fixture(scope="session")
def shop_settings(postgres_url: str) -> ShopSettings:
    database = make_url(postgres_url).set(database=f"shop_{uuid4().hex[:8]}")
    return ShopSettings(
        database_url=database.render_as_string(hide_password=False),
        api_key=SecretStr(API_KEY),
        admin_key=SecretStr(ADMIN_KEY),
    )


@pytest.fixture(scope="session")
async def shop_url(shop_settings: ShopSettings) -> AsyncIterator[str]:
    async with running_shop(shop_settings) as url:
        yield url


@pytest.fixture
async def admin(shop_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The admin's client, on a shop that has just started over."""
    headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with plain_http(base_url=shop_url, headers=headers, timeout=60) as client:
        (await client.post("/admin/reset")).raise_for_status()
        yield client


@pytest.fixture
async def ada(shop_url: str, admin: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """The platform's client, asking on behalf of the verified customer Ada."""
    headers = {"Authorization": f"Bearer {API_KEY}", "X-Customer-Id": "cust-ada"}
    async with plain_http(base_url=shop_url, headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to PostgreSQL from here on, by whomever; each is a round trip. A setting of one
    transaction is none: it travels with the statement behind it."""
    sent: list[str] = []
    execute = psycopg.AsyncCursor.execute

    async def noted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if not str(query).lstrip().startswith("SELECT set_config("):
            sent.append(str(query))
        return await execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noted)
    return sent


@pytest.fixture(scope="session")
async def elasticsearch_node(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ElasticsearchNode]:
    """One for the whole run: `make elasticsearch` builds it, and `make test` leaves it out."""
    if not pytestconfig.getoption("--elasticsearch"):
        pytest.skip("only with an Elasticsearch node: make elasticsearch")
    node = ElasticsearchNode(tmp_path_factory.mktemp("elasticsearch"))
    try:
        await node.start()
        yield node
    finally:
        await node.stop()
