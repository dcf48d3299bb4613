"""Lines that fall silent: nobody answers on them, and nobody closes them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import DependencyUnavailable
from infra.postgres import connection_timeouts
from infra.postgres.engine import create_engine, tenant_transaction
from tests.chaos.tcp_proxy import LOOPBACK, Cut, Wire

STEP_S = 2.4
"""As long as a step may take here, in proportion to the times that the test sets."""
LINES = 4


@asynccontextmanager
async def over_a_wire(url: str) -> AsyncIterator[tuple[AsyncEngine, Wire]]:
    address = make_url(url)
    wire = Wire([f"{address.host}:{address.port}"])
    server = await asyncio.start_server(wire.accept, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    moved = address.set(host=LOOPBACK, port=port).render_as_string(hide_password=False)
    engine = create_engine(moved, pool_size=LINES)
    try:
        yield engine, wire
    finally:
        await engine.dispose()
        await wire.close()
        server.close()


async def ask(engine: AsyncEngine, *, takes_s: float = 0) -> None:
    async with tenant_transaction(engine, "acme") as connection:
        await connection.execute(text("SELECT pg_sleep(:takes)"), {"takes": takes_s})


@pytest.mark.parametrize("how", [Cut.REFUSE, Cut.FORGOTTEN])
async def test_no_more_than_one_step_is_lost_to_lines_that_are_dead(
    owner_url: str, how: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Behind a firewall that forgot them all lines of the pool are dead at once. Whoever met the first
    one has learnt it for all, or each would cost a step its time.
    """
    monkeypatch.setattr(connection_timeouts, "SUSPICIOUS_AFTER", timedelta(seconds=0.9))
    monkeypatch.setattr(connection_timeouts, "GIVEN_UP_AFTER", timedelta(seconds=3.6))
    async with over_a_wire(owner_url) as (engine, wire):
        await asyncio.gather(*(ask(engine, takes_s=0.1) for _ in range(LINES)))
        wire.put(how)
        wire.put(None)

        with pytest.raises((TimeoutError, DependencyUnavailable)):
            await asyncio.wait_for(ask(engine), STEP_S)

        await asyncio.wait_for(asyncio.gather(*(ask(engine) for _ in range(LINES))), STEP_S)


async def test_what_comes_back_to_a_pool_that_was_left_is_closed(owner_url: str) -> None:
    """
    It would stay open at the server until Python collects it, and warn in somebody else's test.
    """
    engine = create_engine(owner_url, pool_size=1)
    async with engine.connect() as connection:
        held = (await connection.get_raw_connection()).driver_connection
        assert held is not None
        await engine.dispose()
        assert not held.closed

    assert held.closed
    await ask(engine)
    await engine.dispose()
