"""A customer's day, played through the public API against a stack of its own."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from domain.errors import ConfigurationError
from duralogue.console import ConsoleNarrator
from duralogue.demo import day, dentists_day
from duralogue.embedded.endpoints import ANY_PORTS
from duralogue.embedded.stack import Stack, running_stack
from duralogue.embedded.state_directory import temporary_home
from infra.settings import Settings

__all__ = ["main"]

TENANTS = Path(__file__).parents[2] / "tenants"
DAYS: dict[str, Callable[[Stack, Console], Awaitable[int]]] = {
    day.TENANT: day.play,
    dentists_day.TENANT: dentists_day.play,
}


async def main(tenant: str = day.TENANT) -> int:
    """Play the day of this tenant; 0 when every expectation was met."""
    if tenant not in DAYS:
        raise ConfigurationError(f"there is no demo for {tenant!r}: choose {' or '.join(DAYS)}")
    console = Console()
    narrator = ConsoleNarrator(console)
    with temporary_home() as home:
        settings = Settings.load_environment().model_copy(update={"duralogue_home": home})
        async with running_stack(
            settings, narrator, ports=ANY_PORTS, tenants=[TENANTS / tenant]
        ) as stack:
            return await DAYS[tenant](stack, console)
