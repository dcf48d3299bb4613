"""Patience of commands that somebody has typed: what is safe to ask twice is asked again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from temporalio.service import RPCError, RPCStatusCode

from infra.temporal.client import is_unavailable

PAUSES_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
# The bare ends of a connection, such as "http2 error" on a machine too busy to answer a ping.
_BROKEN: Final = frozenset({RPCStatusCode.UNKNOWN, RPCStatusCode.INTERNAL})
_T = TypeVar("_T")


async def patiently(call: Callable[[], Awaitable[_T]], pauses_s: Sequence[float] = PAUSES_S) -> _T:
    """The call's result. Where the server cannot be reached, it is made again after each pause."""
    for pause in pauses_s:
        try:
            return await call()
        except RPCError as error:
            if not is_unavailable(error) and error.status not in _BROKEN:
                raise
        await asyncio.sleep(pause)
    return await call()
