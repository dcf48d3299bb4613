"""A look, now and then, whether each tenant's desk has its clock: an operator may have ended it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from domain.errors import DuralogueError
from domain.ports.desk import DeskWakes
from duralogue.wiring.foundation import Foundation
from infra.postgres.staffed_tenants import staffed_tenants
from infra.temporal.desk import TemporalDeskWakes

_log = logging.getLogger(__name__)
_EVERY: Final = timedelta(minutes=2)

Staffed = Callable[[], AsyncIterator[str]]


@asynccontextmanager
async def watching_desks(base: Foundation) -> AsyncIterator[None]:
    """Runs until the block ends. Each process of the kind looks: of those who would begin a desk
    that is gone one does."""
    wakes = TemporalDeskWakes(base.temporal)
    running = asyncio.create_task(
        _watch(lambda: staffed_tenants(base.engine), wakes), name="desk-watch"
    )
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _watch(staffed: Staffed, wakes: DeskWakes) -> None:
    while True:
        await look(staffed, wakes)
        await asyncio.sleep(_EVERY.total_seconds())


async def look(staffed: Staffed, wakes: DeskWakes) -> None:
    """Once; what goes wrong is for the next time."""
    try:
        async for tenant in staffed():
            await wakes.revive(tenant)
    except DuralogueError as error:
        _log.warning("desks_not_watched", extra={"reason": str(error)})
