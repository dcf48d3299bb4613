"""Running a worker for some task queues; each queue brings in what it needs, and no more."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from importlib import import_module

from temporalio.worker import Worker

from domain.errors import ConfigurationError
from duralogue.loading import loading
from duralogue.wiring.foundation import Foundation, open_foundation
from infra.settings import Settings
from infra.telemetry.logging import configure_logging
from workflows.queues import QUEUES

Build = Callable[[Foundation, AsyncExitStack], Awaitable[Worker]]


async def run_worker(settings: Settings, queues: Sequence[str]) -> None:
    """Poll these task queues until asked to stop; then finish what has begun."""
    configure_logging(f"worker-{queues[0]}", settings.log_level)
    stopping = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stopping.set)
    with loading():
        builders = [_builder(queue) for queue in queues]
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(open_foundation(settings, serve_metrics=True))
        for build in builders:
            await stack.enter_async_context(await build(base, stack))
        await stopping.wait()


def _builder(queue: str) -> Build:
    """The module `duralogue.wiring.QUEUE`, loaded only where the queue is served."""
    if queue not in QUEUES:
        raise ConfigurationError(f"there is no worker for the task queue {queue}")
    build: Build = import_module(f"duralogue.wiring.{queue}").build
    return build
