"""One product for all outages; each test leaves it as it was."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from duralogue.embedded.state_directory import temporary_home
from tests.e2e.outages.product import Product, running_product
from tests.support import plain_http


@pytest.fixture(scope="package")
def outage_home() -> Iterator[Path]:
    with temporary_home() as folder:
        yield folder


@pytest.fixture(scope="package")
async def product(outage_home: Path) -> AsyncIterator[Product]:
    async with running_product(outage_home) as product:
        yield product


@pytest.fixture
async def gateways(product: Product) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Two replicas, for whoever does not care which of them answers."""
    timeout = httpx.Timeout(60)
    async with (
        plain_http(base_url=product.gateways[0], timeout=timeout) as one,
        plain_http(base_url=product.gateways[1], timeout=timeout) as other,
    ):
        yield one, other
