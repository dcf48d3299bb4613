"""Steps that a channel takes at its provider once a call is answered: best effort, and bounded."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Final, Self

import structlog

from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, FollowUp
from domain.ports import ChannelFollowUps

_log = structlog.get_logger(__name__)

_MOST: Final = 100
"""At once, in one process: a provider that hangs must not fill its memory."""
_WITHIN: Final = timedelta(seconds=5)


class ChannelSteps:
    """Runs beside the answers, until it is closed."""

    def __init__(self, channels: Mapping[Channel, ChannelFollowUps]) -> None:
        self._channels = channels
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def start(
        self, tenant_id: str, connection: ChannelConnection, steps: Iterable[FollowUp]
    ) -> None:
        """Beyond so many at once they are left out: nothing of a conversation depends on them."""
        channel = self._channels.get(connection.channel)
        for step in steps:
            if channel is None or len(self._running) >= _MOST:
                _log.warning("follow_up_left_out", channel=connection.channel, kind=step.kind)
                continue
            task = asyncio.create_task(_take(channel, tenant_id, connection, step))
            self._running.add(task)
            task.add_done_callback(self._running.discard)


async def _take(
    channel: ChannelFollowUps, tenant_id: str, connection: ChannelConnection, step: FollowUp
) -> None:
    try:
        async with asyncio.timeout(_WITHIN.total_seconds()):
            await channel.follow(tenant_id, connection, step)
    except Exception as error:  # noqa: BLE001 - whatever it was, the conversation goes on
        _log.warning(
            "follow_up_failed",
            channel=connection.channel,
            account=connection.account,
            kind=step.kind,
            error=type(error).__name__,
        )
