"""Running a process on the event loop that its settings name."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from infra.settings import Settings

_T = TypeVar("_T")


def run(main: Coroutine[Any, Any, _T], settings: Settings) -> _T:
    """As `asyncio.run`."""
    if settings.event_loop == "asyncio":
        return asyncio.run(main)
    import uvloop  # noqa: PLC0415 - loaded only where it is wanted

    return uvloop.run(main)
