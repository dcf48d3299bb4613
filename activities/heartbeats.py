"""Heartbeats of an activity whose work is one long call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

_EVERY_S = 1.0


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Tell Temporal that the worker lives: one that was killed is replaced within seconds, and a
    takeover ends the work. The first second needs no telling: Temporal counts from the start, and
    each beat is a request and a write of its own there."""
    beats = asyncio.create_task(_beat()) if activity.in_activity() else None
    try:
        yield
    finally:
        if beats is not None:
            beats.cancel()


async def _beat() -> None:
    while True:
        await asyncio.sleep(_EVERY_S)
        activity.heartbeat()
