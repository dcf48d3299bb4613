"""The demo's day, played against the whole product."""

from rich.console import Console

from duralogue.demo.day import play
from duralogue.embedded.stack import Stack


async def test_every_expectation_of_the_day_is_met(stack: Stack) -> None:
    """What `make demo` shows a newcomer is true."""
    console = Console(record=True, width=100)

    failures = await play(stack, console)

    assert failures == 0, console.export_text()
