"""`python -m example_shop`, as a process of its own."""

import asyncio
import json
import os
import sys
from pathlib import Path

from example_shop.settings import ShopSettings
from tests.support import plain_http

DOCUMENT = Path(__file__).parents[3] / "tenants/acme/openapi/shop.json"
COMMAND = (sys.executable, "-m", "example_shop")


def environment(settings: ShopSettings) -> dict[str, str]:
    return os.environ | {
        "SHOP_DATABASE_URL": settings.database_url,
        "SHOP_API_KEY": settings.api_key.get_secret_value(),
        "SHOP_ADMIN_KEY": settings.admin_key.get_secret_value(),
    }


async def test_serve_says_its_address_and_stops_when_told(shop_settings: ShopSettings) -> None:
    """
    Whoever starts it learns the port that was free, and a plain terminate ends it cleanly.
    """
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "serve", "--port", "0", env=environment(shop_settings), stdout=-1
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(120):
            said = (await process.stdout.readline()).decode().strip()
            address = said.removeprefix("example shop: ")
            async with plain_http(base_url=address, timeout=60) as client:
                assert (await client.get("/health")).json() == {"status": "ok"}
            process.terminate()
            assert await process.wait() in {0, -15}
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_missing_setting_is_named() -> None:
    """
    One line for each, and no traceback.
    """
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "serve", env=bare | {"SHOP_API_KEY": "short"}, stderr=-1
    )
    async with asyncio.timeout(120):
        _, said = await process.communicate()

    assert process.returncode == 2
    assert [line.split(":")[0] for line in said.decode().splitlines()] == [
        "SHOP_DATABASE_URL",
        "SHOP_API_KEY",
        "SHOP_ADMIN_KEY",
    ]


async def test_the_document_that_tenants_reference_is_todays(shop_url: str) -> None:
    """
    The committed file, the command's output and what the running shop serves are the same.
    """
    process = await asyncio.create_subprocess_exec(*COMMAND, "openapi", stdout=-1)
    async with asyncio.timeout(120):
        printed, _ = await process.communicate()
    async with plain_http(base_url=shop_url, timeout=60) as client:
        served = (await client.get("/openapi.json")).json()

    committed = await asyncio.to_thread(DOCUMENT.read_bytes)
    assert printed == committed, "run: python -m example_shop openapi"
    assert served == json.loads(committed)
