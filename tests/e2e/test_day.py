"""The demos' days, played against the whole product."""

from collections.abc import Awaitable, Callable

import pytest
from rich.console import Console

from duralogue.demo import day, dentists_day
from duralogue.embedded.stack import Stack


@pytest.mark.parametrize("play", [day.play, dentists_day.play], ids=["acme", "dentist"])
async def test_every_expectation_of_the_day_is_met(
    stack: Stack, play: Callable[[Stack, Console], Awaitable[int]]
) -> None:
    """What `make demo` and `make demo TENANT=dentist` show a newcomer is true."""
    console = Console(record=True, width=100)

    failures = await play(stack, console)

    assert failures == 0, console.export_text()
