"""Heartbeats of an activity: none of work that is soon done, and a beat while it lasts."""

import asyncio

from temporalio import activity
from temporalio.testing import ActivityEnvironment

from activities.heartbeats import beating


@activity.defn
async def soon_done() -> str:
    async with beating():
        await asyncio.sleep(0)
        return "done"


async def test_work_that_is_soon_done_tells_nobody() -> None:
    """Its start was told a moment ago."""
    beats: list[object] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = beats.append
    assert await environment.run(soon_done) == "done"
    assert beats == []


async def test_work_that_lasts_says_that_it_is_alive() -> None:
    """Else another worker would begin it again."""
    heard = asyncio.Event()

    @activity.defn
    async def lasting() -> str:
        async with beating():
            await heard.wait()
            return "done"

    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *_: heard.set()
    async with asyncio.timeout(30):
        assert await environment.run(lasting) == "done"
