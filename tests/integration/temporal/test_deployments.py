"""Deploying a new version with conversations in flight, on a real Temporal server."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import Client

from domain.errors import Conflict, DuralogueError
from duralogue import worker_deployment
from infra.settings import Settings
from tests.integration.temporal.versions import Release
from tests.support import eventually

CONVERSATIONS = [f"c-{number}" for number in range(8)]


@pytest.fixture
def release(own_temporal: Client) -> Release:
    """Routing is by task queue, and on the shared server that has unversioned work."""
    return Release(own_temporal)


async def test_blue_green_with_conversations_in_flight(release: Release) -> None:
    """Nothing lost, nothing doubled, all in order, and nothing left on the old version."""
    async with release.version("blue"):
        await release.deployment.promote("blue")
        await asyncio.gather(*(release.say(name) for name in CONVERSATIONS))
        await eventually(lambda: release.answered(CONVERSATIONS))
        busy, idle = CONVERSATIONS[:4], CONVERSATIONS[4:]
        async with release.version("green"):
            enough = asyncio.Event()
            talking = asyncio.create_task(release.talk_on(busy, enough))
            await release.deployment.promote("green")
            left = await release.sweep("green")
            enough.set()
            await talking
            await asyncio.gather(*(release.say(name) for name in CONVERSATIONS))
            await eventually(lambda: release.answered(CONVERSATIONS))

            assert left == 0
            assert await release.open_runs("blue") == 0
    for name in CONVERSATIONS:
        assert release.ledger.texts(name) == release.expected(name)
        assert release.ledger.builds(name)[0] == "blue"
        assert release.ledger.builds(name)[-1] == "green"
    assert all(release.ledger.builds(name) == ["blue", "green"] for name in idle)


async def test_a_ramp_takes_its_share_and_a_rollback_takes_it_back(release: Release) -> None:
    """Half of what is new tries the canary; after the rollback nobody is left on it."""
    news = [f"new-{number}" for number in range(24)]
    async with release.version("stable"), release.version("canary"):
        await release.deployment.promote("stable")
        await release.deployment.ramp("canary", 50)
        await asyncio.gather(*(release.say(name) for name in news))
        await eventually(lambda: release.answered(news))
        ramping = await release.deployment.look()
        on_canary = [name for name in news if release.ledger.builds(name) == ["canary"]]

        back_on = await release.deployment.roll_back()
        left = await release.sweep("stable")
        await asyncio.gather(*(release.say(name) for name in news))
        await eventually(lambda: release.answered(news))

        assert (ramping.current, ramping.ramping, ramping.percent) == ("stable", "canary", 50)
        assert 4 <= len(on_canary) <= 20
        assert (back_on, left) == ("stable", 0)
        assert {release.ledger.builds(name)[-1] for name in news} == {"stable"}
        assert all(release.ledger.texts(name) == release.expected(name) for name in news)


async def test_a_promotion_is_rolled_back_to_the_version_before(release: Release) -> None:
    """Without a ramp, rollback makes current again what was current last."""
    async with release.version("one"):
        await release.deployment.promote("one")
        with pytest.raises(Conflict):
            await release.deployment.roll_back()
        async with release.version("two"):
            await release.deployment.promote("two")
            await release.say("c-1")
            await eventually(lambda: release.answered(["c-1"]))

            assert await release.deployment.roll_back() == "one"
            assert await release.sweep("one") == 0
            await release.say("c-1")
            await eventually(lambda: release.answered(["c-1"]))

            assert release.ledger.builds("c-1") == ["two", "one"]


async def test_a_version_that_nobody_runs_is_not_promoted(release: Release) -> None:
    """All conversations would wait for it: the mistake is named instead."""
    async with release.version("blue"):
        await release.deployment.promote("blue")

        with pytest.raises(DuralogueError, match="blu"):
            await release.hasty.promote("blu")

        assert (await release.deployment.look()).current == "blue"


async def test_conversations_of_before_there_were_versions_move_to_the_first(
    release: Release,
) -> None:
    """They were never pinned: their next turn is on the version that is current."""
    async with release.version("unversioned", says_so=False), release.version("first"):
        await release.say("c-1")
        await eventually(lambda: release.answered(["c-1"]))
        await release.deployment.promote("first")
        for _ in range(2):
            await release.say("c-1")
            await eventually(lambda: release.answered(["c-1"]))

        assert release.ledger.texts("c-1") == release.expected("c-1")
        assert release.ledger.builds("c-1") == ["unversioned", "first", "first"]


async def test_the_commands_need_neither_database_nor_keys(release: Release, home: Path) -> None:
    """Whoever deploys need not be trusted with what customers said."""
    settings = Settings(temporal_address=release.address, duralogue_home=home)
    pace = worker_deployment.Pace(per_second=50, within_minutes=0.5)
    assert (settings.database_url, settings.duralogue_master_key) == (None, None)
    async with release.version("blue"):
        await worker_deployment.promote(settings, "blue", pace)
        await release.say("c-1")
        await eventually(lambda: release.answered(["c-1"]))
        async with release.version("green"):
            await worker_deployment.ramp(settings, "green", 50)
            assert "green ramps at 50 %" in await worker_deployment.status(settings)
            await worker_deployment.promote(settings, "green", pace)
            swept = await release.open_runs("blue")
            await worker_deployment.roll_back(settings, pace)

            assert swept == 0
            assert "current version: blue" in await worker_deployment.status(settings)
