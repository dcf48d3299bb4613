"""Several things beside each other, of which each must succeed."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def all_or_first_failure(works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Wait for all of them; when one fails, stop the others and raise what it raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
