"""A look whether each desk has its clock."""

from collections.abc import AsyncIterator

from duralogue.wiring.desk_watch import look
from infra.memory.desk import MemoryDeskWakes


async def _two() -> AsyncIterator[str]:
    for tenant in ("acme", "kiosk"):
        yield tenant


async def test_each_with_something_to_do_is_begun_again() -> None:
    """One that an operator has ended strikes again, also at night."""
    wakes = MemoryDeskWakes()
    await look(_two, wakes)
    assert wakes.woken == ["acme", "kiosk"]


async def test_a_look_that_fails_ends_no_process() -> None:
    """The next one is two minutes later."""
    wakes = MemoryDeskWakes()
    wakes.is_down = True
    await look(_two, wakes)
    assert wakes.woken == []
