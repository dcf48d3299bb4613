"""A worker with the product's own wiring, made to be killed.

python -m tests.integration.answers.worker QUEUE HOSTED_URL
"""

import asyncio
import sys
from typing import Any

from duralogue.wiring import intelligence
from duralogue.wiring.workers import run_worker
from infra.settings import Settings
from tests.integration.answers.hosted import HostedAnswerer


async def main(queue: str, url: str) -> None:
    """Where the wiring has its local answerer for the queue `intelligence`, a hosted one."""

    def hosted(_: Any) -> HostedAnswerer:
        return HostedAnswerer(url)

    vars(intelligence)["DistantAnswerer"] = hosted
    await run_worker(Settings.load_environment(), [queue])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
