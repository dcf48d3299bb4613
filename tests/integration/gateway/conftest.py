"""The gateway over doubles, served for real, so that a test meets it byte by byte."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.dependencies import GatewayPorts
from tests.e2e.http.serving import served
from tests.unit.api.doubles import SETTINGS, Doubles


@pytest.fixture
def doubles() -> Doubles:
    return Doubles()


@pytest.fixture
def app(doubles: Doubles) -> FastAPI:
    @asynccontextmanager
    async def open_ports() -> AsyncIterator[GatewayPorts]:
        yield doubles.as_ports()

    return create_app(open_ports, SETTINGS)


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    async with served(app) as found:
        yield found
