"""The worker of the queue `integrations`: calls of tenants' backends."""

from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.worker import Worker

from duralogue.wiring.foundation import Foundation
from duralogue.wiring.tools import open_tools
from workers.integrations import build_worker


async def build(base: Foundation, stack: AsyncExitStack) -> Worker:
    return build_worker(
        base.temporal,
        await open_tools(base, stack),
        drain=timedelta(seconds=base.settings.drain_seconds),
    )
