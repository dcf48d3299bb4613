"""Other people's work beside a run: processes that only take the processor."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_BURN = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(10_000))\n"
"""It ends with whoever started it, also where that one was killed."""


@asynccontextmanager
async def burning(number: int) -> AsyncIterator[None]:
    """So many busy loops, until the block is left."""
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-I", "-S", "-c", _BURN)
        for _ in range(number)
    ]
    try:
        yield
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(*(process.wait() for process in started))


def load() -> str:
    """Of the machine, in the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
