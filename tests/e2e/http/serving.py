"""The gateway served as in production, on a free port, for the length of a test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from infra.gateway_settings import GatewayTuning
from infra.serving.server import make_server
from tests.support import eventually


@asynccontextmanager
async def served(app: FastAPI, tuning: GatewayTuning | None = None) -> AsyncIterator[str]:
    """Yield its address. Leaving stops it as SIGTERM would: gracefully, streams and all."""
    server = make_server(
        app, tuning or GatewayTuning(), host="127.0.0.1", port=0, drain_seconds=120
    )
    running = asyncio.create_task(server.serve())
    await eventually(lambda: server.started or running.done())
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running
