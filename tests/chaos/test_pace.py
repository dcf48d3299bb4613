"""A slow machine is not struck faster than it can start."""

import asyncio
from typing import cast

import pytest

from duralogue.embedded.supervisor import Start, Supervisor
from tests.chaos import pace
from tests.chaos.pace import Pace
from tests.chaos.plan import killed_at, kind_of


class Machine:
    """Stands for the supervisor: two gateways, of which one is struck."""

    def __init__(self, **starts: Start) -> None:
        self.pids = {"gateway": 1, "gateway-2": 2, "shop": 3}
        self.starts = {"gateway": Start(0, 0, 1), "gateway-2": Start(0, 0, 1), "shop": SLOW}
        self.starts |= {name.replace("_", "-"): start for name, start in starts.items()}
        self.down = {"shop"}

    def is_ready(self, name: str) -> bool:
        return name not in self.down


SLOW = Start(seconds=30, cpu_s=3, ready_at=1)


def pace_of(machine: Machine) -> Pace:
    return Pace(cast(Supervisor, machine))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_BACK_WITHIN_S", 0.3)
    monkeypatch.setattr(pace, "WORKS_FOR_S", 0.0)
    monkeypatch.setattr(pace, "_STARTS_IT_MAY_TAKE", 0.0)


async def test_each_works_for_as_long_as_it_took_to_start() -> None:
    """
    The next kill of the kind comes no sooner, whichever of them it strikes.
    """
    now = asyncio.get_running_loop().time()
    just_up = Machine(gateway_2=Start(seconds=30, cpu_s=3, ready_at=now - 1))
    long_up = Machine(gateway_2=Start(seconds=30, cpu_s=3, ready_at=now - 31))

    await pace_of(long_up).rested("gateway")
    with pytest.raises(TimeoutError):
        await pace_of(just_up).rested("gateway")


async def test_a_part_that_was_killed_must_have_started_again() -> None:
    """
    For a moment after its death it still looks as ready as before.
    """
    now = asyncio.get_running_loop().time()
    machine = Machine(gateway=Start(0, 0, now - 5))
    with pytest.raises(TimeoutError):
        await pace_of(machine).rested("gateway", part="gateway", since=now)

    machine.starts["gateway"] = Start(0, 0, asyncio.get_running_loop().time())
    await pace_of(machine).rested("gateway", part="gateway", since=now)


async def test_one_that_is_down_is_waited_for() -> None:
    """
    Two of a kind are never down at once by our hand.
    """
    machine = Machine()
    machine.down.add("gateway-2")

    with pytest.raises(TimeoutError):
        await pace_of(machine).rested("gateway")


def test_the_kind_of_a_part_and_of_a_point() -> None:
    """
    One of each kind is struck at a time.
    """
    assert [kind_of(name) for name in ("gateway-2", "gateway", "temporal-1")] == [
        "gateway",
        "gateway",
        "temporal",
    ]
    assert killed_at("accept.after") == "gateway"
    assert killed_at("call_tool.before") == "worker-activities"
    assert killed_at("commit_turn.under_way") == "worker-conversations"
