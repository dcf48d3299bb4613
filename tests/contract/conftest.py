"""Prism and emulate as servers, and the vendors' descriptions; only where SPECS names them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from duralogue.embedded.endpoints import LOOPBACK, choose_port

SLACK_SPEC, TWILIO_SPEC = "slack_web_openapi_v3.json", "twilio_api_v2010.json"
_UP_WITHIN_S = 60


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without the descriptions there is nothing to hold anybody to: `make test` leaves them out."""
    return None if config.getoption("--specs") else True


@pytest.fixture(scope="session")
def specs(pytestconfig: pytest.Config) -> Path:
    return Path(pytestconfig.getoption("--specs"))


@pytest.fixture(scope="session")
def tools(pytestconfig: pytest.Config) -> Path:
    """The folder with `prism` and `emulate`."""
    return Path(pytestconfig.getoption("--node-tools"))


@asynccontextmanager
async def _running(url: str, *command: str) -> AsyncIterator[str]:
    """The server's address, once anything answers there."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_UP_WITHIN_S), httpx.AsyncClient(timeout=5) as client:
            while not await _answers(client, url):
                assert process.returncode is None, f"{command[0]} has ended"
                await asyncio.sleep(0.2)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        await client.get(url)
    except httpx.TransportError:
        return False
    return True


def _prism(tools: Path, spec: Path) -> Any:
    port = choose_port(0)
    command = (str(tools / "prism"), "mock", "-h", LOOPBACK, "-p", str(port), str(spec))
    return _running(f"http://{LOOPBACK}:{port}", *command)


@pytest.fixture(scope="session")
async def slack_prism(tools: Path, specs: Path) -> AsyncIterator[str]:
    async with _prism(tools, specs / SLACK_SPEC) as url:
        yield url


@pytest.fixture(scope="session")
async def twilio_prism(tools: Path, specs: Path) -> AsyncIterator[str]:
    async with _prism(tools, specs / TWILIO_SPEC) as url:
        yield url


@pytest.fixture(scope="session")
async def slack_emulate(tools: Path) -> AsyncIterator[str]:
    port = choose_port(0)
    command = (str(tools / "emulate"), "start", "--service", "slack", "--port", str(port))
    async with _running(f"http://{LOOPBACK}:{port}", *command) as url:
        yield url


@pytest.fixture(scope="session")
async def twilio_emulate(tools: Path) -> AsyncIterator[str]:
    port = choose_port(0)
    command = (str(tools / "emulate"), "start", "--service", "twilio", "--port", str(port))
    async with _running(f"http://{LOOPBACK}:{port}", *command) as url:
        yield url
