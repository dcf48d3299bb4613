"""Heartbeats of an activity: none of work that is soon done, and a beat while it lasts."""

import asyncio
from dataclasses import replace
from datetime import timedelta

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


async def test_how_soon_it_says_so_is_for_whoever_waits() -> None:
    """An answer takes a second or two, and seldom needs to be told of within its five."""
    every: list[float] = []

    @activity.defn
    async def lasting(heard: asyncio.Event) -> None:
        began = asyncio.get_running_loop().time()
        async with beating():
            await heard.wait()
        every.append(asyncio.get_running_loop().time() - began)

    for awaited in (timedelta(seconds=2.5), timedelta(seconds=0.1)):
        heard = asyncio.Event()
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, heartbeat_timeout=awaited)
        environment.on_heartbeat = lambda *_, heard=heard: heard.set()
        async with asyncio.timeout(30):
            await environment.run(lasting, heard)
    assert every[1] < every[0]
