"""Bots as they hold now, read by every process."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.bot.overrides import Overrides, OverrideVersion, QueueOverride
from domain.errors import ConfigurationError, DependencyUnavailable
from domain.patience import Patience
from duralogue import wiring
from duralogue.wiring.configured_bots import ConfiguredBots
from infra.memory.bots import MemoryBots
from infra.memory.database import MemoryDatabase
from infra.memory.queue_overrides import MemoryQueueOverrides
from tests.unit.domain.bot.test_overlay import MONDAY, a_bot

TEN = Patience(lasts=timedelta(minutes=10))
BOT = a_bot()


class Overridden(MemoryQueueOverrides):
    """The twin, which counts reads and can be down."""

    def __init__(self) -> None:
        super().__init__(MemoryDatabase())
        self.reads = 0
        self.is_down = False

    async def current(self, tenant_id: str) -> Overrides:
        self.reads += 1
        if self.is_down:
            raise DependencyUnavailable("down")
        return await super().current(tenant_id)


class World:
    def __init__(self) -> None:
        self.now = 100.0
        self.kept = Overridden()
        self.published = MemoryBots()
        self.bots = ConfiguredBots(self.published, self.kept, clock=lambda: self.now)

    async def edit(self, version: int = 1) -> None:
        edit = OverrideVersion(
            queue="support",
            version=version,
            override=QueueOverride(first_reply=TEN),
            written_by="Sue",
            written_at=MONDAY,
        )
        await self.kept.write("acme", edit)


@pytest.fixture
async def world() -> World:
    made = World()
    await made.bots.publish(BOT, by="test")
    return made


async def test_the_current_bot_has_the_edit_at_once(world: World) -> None:
    """
    And so has every older revision that conversations are pinned to, five seconds later at most.
    """
    assert await world.bots.get("acme", BOT.revision) is BOT
    await world.edit()

    assert (await world.bots.get("acme", BOT.revision)).overlay is None
    world.now += 6
    pinned = await world.bots.get("acme", BOT.revision)
    assert pinned.handoffs["general"].first_reply == TEN
    await world.edit(2)
    assert (await world.bots.current("acme")).configured_as.endswith("+2")


async def test_steps_of_turns_do_not_ask_each_time(world: World) -> None:
    for _ in range(20):
        await world.bots.get("acme", BOT.revision)

    assert world.kept.reads == 1


async def test_the_same_settings_are_the_same_object(world: World) -> None:
    """
    What others have made of a bot is kept by it.
    """
    await world.edit()

    assert await world.bots.current("acme") is await world.bots.current("acme")


async def test_turns_go_on_while_the_store_is_down(world: World) -> None:
    """
    With what is known; who knows nothing yet cannot guess.
    """
    await world.edit()
    await world.bots.current("acme")
    world.kept.is_down = True
    world.now += 60

    assert (await world.bots.get("acme", BOT.revision)).overlay is not None
    stranger = ConfiguredBots(world.published, world.kept)
    with pytest.raises(DependencyUnavailable):
        await stranger.get("acme", BOT.revision)


async def test_what_is_laid_over_a_bot_is_never_published(world: World) -> None:
    """
    It would be taken for what the files say.
    """
    await world.edit()
    configured = await world.bots.current("acme")

    with pytest.raises(ConfigurationError):
        await world.bots.publish(configured, by="test")
    assert not await world.bots.publish(configured.as_published, by="test"), "it is current"


def test_no_process_is_wired_with_bots_that_know_no_edit() -> None:
    """
    One process that reads the files' hours alone would tell customers something else.
    """
    modules = Path(wiring.__path__[0]).glob("*.py")
    raw = {each.stem for each in modules if "PostgresBots(" in each.read_text()}

    assert raw == {"foundation"}
