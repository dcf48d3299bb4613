"""A Temporal server of one's own, where what a test deploys or lists concerns nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from duralogue.embedded.endpoints import LOOPBACK, choose_port
from duralogue.embedded.temporal import temporal_part
from tests.conftest import running


@pytest.fixture
async def own_temporal(home: Path) -> AsyncIterator[Client]:
    port = choose_port(0)
    async with running(temporal_part(folder=home, port=port, ui_port=None), home):
        yield await Client.connect(f"{LOOPBACK}:{port}", data_converter=pydantic_data_converter)
