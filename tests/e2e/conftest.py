"""The whole product, once for all end-to-end tests of a run."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duralogue.embedded.endpoints import ANY_PORTS
from duralogue.embedded.stack import Stack, running_stack
from infra.settings import Settings

TENANTS = Path(__file__).parents[2] / "tenants"


class PrintingNarrator:
    """What the stack says is shown by pytest where a test fails."""

    def say(self, line: str) -> None:
        print(line)  # noqa: T201

    @contextmanager
    def working_on(self, what: str) -> Iterator[None]:
        self.say(f"starting {what}")
        yield


@pytest.fixture(scope="session")
async def stack(shared_home: Path) -> AsyncIterator[Stack]:
    """PostgreSQL, Temporal, the backends, the workers and the gateway, with both tenants."""
    settings = Settings(duralogue_home=shared_home / "product", show_last_step=True)
    async with running_stack(
        settings,
        PrintingNarrator(),
        ports=ANY_PORTS,
        tenants=[TENANTS / "acme", TENANTS / "dentist"],
    ) as stack:
        yield stack
