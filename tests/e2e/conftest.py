"""The whole product, once for all end-to-end tests of a run."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duralogue.embedded.endpoints import ANY_PORTS, LOOPBACK, choose_port
from duralogue.embedded.routes import DirectRoutes
from duralogue.embedded.stack import Stack, running_stack
from duralogue.wiring.foundation import CLASSIFIERS
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


class MeasuredModels(DirectRoutes):
    """The worker that asks models serves its metrics."""

    def __init__(self, port: int) -> None:
        self._port = port

    def settings_for(self, part: str, settings: Settings) -> Settings:
        is_asking = part == "worker-activities"
        return settings.model_copy(update={"metrics_port": self._port}) if is_asking else settings


@pytest.fixture(scope="session")
def metrics_port() -> int:
    return choose_port(0)


@pytest.fixture
def metrics_url(metrics_port: int) -> str:
    """The metrics of the worker that asks models."""
    return f"http://{LOOPBACK}:{metrics_port}/metrics"


@pytest.fixture(scope="session")
async def stack(shared_home: Path, metrics_port: int, classifiers: Path) -> AsyncIterator[Stack]:
    """PostgreSQL, Temporal, the backends, the workers and the gateway, with both tenants."""
    product = shared_home / "product"
    product.mkdir(mode=0o711)
    (product / CLASSIFIERS).symlink_to(classifiers)
    settings = Settings(duralogue_home=product, show_last_step=True)
    async with running_stack(
        settings,
        PrintingNarrator(),
        ports=ANY_PORTS,
        tenants=[TENANTS / "acme", TENANTS / "dentist"],
        routes=MeasuredModels(metrics_port),
    ) as stack:
        yield stack
