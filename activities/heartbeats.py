"""Heartbeats of an activity whose work is one long call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

_USUALLY_S = 1.0
_OF_THE_TIME = 0.4
"""Of the time that Temporal waits for a beat; a busy worker may be late by as much again."""


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Tell Temporal that the worker lives: one that was killed is replaced within seconds, and a
    takeover ends the work. The first seconds need no telling: Temporal counts from the start, and
    each beat is a request and a write of its own there."""
    beats = asyncio.create_task(_beat()) if activity.in_activity() else None
    try:
        yield
    finally:
        if beats is not None:
            beats.cancel()


async def _beat() -> None:
    awaited = activity.info().heartbeat_timeout
    every = awaited.total_seconds() * _OF_THE_TIME if awaited else _USUALLY_S
    while True:
        await asyncio.sleep(every)
        activity.heartbeat()
