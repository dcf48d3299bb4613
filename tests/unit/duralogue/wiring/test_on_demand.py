"""Ports that are made with the first call of one of them."""

from dataclasses import dataclass
from typing import TypedDict

import pytest

from duralogue.wiring.on_demand import port_on_demand, ports_on_demand, record_on_demand


class Clock:
    def __init__(self, hour: int) -> None:
        self.hour = hour

    async def read(self) -> int:
        return self.hour


class Clocks(TypedDict):
    here: Clock
    there: Clock


@dataclass(frozen=True)
class Tower:
    front: Clock
    back: Clock


class Maker:
    """Counts what it makes."""

    def __init__(self) -> None:
        self.made = 0

    def clock(self) -> Clock:
        self.made += 1
        return Clock(7)

    def clocks(self) -> Clocks:
        self.made += 1
        return {"here": Clock(8), "there": Clock(9)}

    def tower(self) -> Tower:
        self.made += 1
        return Tower(Clock(10), Clock(11))


@pytest.fixture
def maker() -> Maker:
    return Maker()


async def test_a_port_is_made_once_when_it_is_called(maker: Maker) -> None:
    """Not where it is handed on."""
    port = port_on_demand(maker.clock)

    assert maker.made == 0
    assert [await port.read(), await port.read()] == [7, 7]
    assert maker.made == 1


async def test_a_group_is_made_together(maker: Maker) -> None:
    """Their adapters share what is dear to load."""
    ports = ports_on_demand(Clocks, maker.clocks)

    assert (set(ports), maker.made) == ({"here", "there"}, 0)
    assert [await ports["here"].read(), await ports["there"].read()] == [8, 9]
    assert maker.made == 1


async def test_some_of_a_record_are_there_at_once(maker: Maker) -> None:
    """Those that customers wait for."""
    tower = record_on_demand(Tower, maker.tower, front=Clock(12))

    assert await tower.front.read() == 12
    assert maker.made == 0
    assert await tower.back.read() == 11
    assert maker.made == 1


def test_what_a_port_does_not_have_is_missing(maker: Maker) -> None:
    """As ever; and nobody makes one by looking whether it can be copied."""
    port = port_on_demand(maker.clock)

    assert not hasattr(port, "__deepcopy__")
    assert maker.made == 0
    with pytest.raises(AttributeError, match="ring"):
        _ = port.ring  # type: ignore[attr-defined]
