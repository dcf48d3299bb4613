"""The event loop that a process runs on."""

import asyncio

import pytest

from duralogue.wiring.event_loop import run
from infra.settings import Settings


async def _loop() -> str:
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]


@pytest.mark.parametrize("name", ["uvloop", "asyncio"])
def test_a_process_runs_on_the_loop_that_is_set(name: str) -> None:
    """
    A setting that did nothing would make every measurement of it a lie.
    """
    assert run(_loop(), Settings.model_validate({"event_loop": name})) == name
