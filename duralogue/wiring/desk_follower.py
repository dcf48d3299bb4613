"""The follower that shows tenants' desks in Slack, beside the worker that sends."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from activities.desk_follower import DeskFollower, FollowedRecords
from channels.slack.desk import SlackDesk
from domain.errors import DuralogueError
from domain.ports import ChannelConnections, ChannelInstalls
from duralogue.wiring.foundation import Foundation
from infra.postgres.desk_messenger import PostgresDeskFollowing, PostgresDeskThreads
from infra.postgres.desk_wakes import desk_wakes
from infra.postgres.handoff_summaries import PostgresWrittenSummaries
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.transcripts import PostgresTranscripts

_log = logging.getLogger(__name__)

_AGAIN = timedelta(seconds=2)


@asynccontextmanager
async def following_desks(
    base: Foundation, connections: ChannelConnections, installs: ChannelInstalls
) -> AsyncIterator[None]:
    """Runs until the block ends. Of several processes one follows each tenant; when it dies
    another one goes on within a minute."""
    follower = DeskFollower(
        FollowedRecords(
            base.bots,
            PostgresHandoffs(base.engine),
            PostgresTranscripts(base.engine),
            written=PostgresWrittenSummaries(base.engine),
        ),
        PostgresDeskFollowing(base.engine),
        PostgresDeskThreads(base.engine),
        SlackDesk(connections, installs),
        name=secrets.token_hex(8),
    )
    running = asyncio.create_task(_follow(base, follower), name="desk-follower")
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _follow(base: Foundation, follower: DeskFollower) -> None:
    """What fails for a tenant is tried again in a moment, while the others go on."""
    wakes: asyncio.Queue[str | None] = asyncio.Queue()
    again: set[str | None] = set()

    def try_again(tenant: str | None) -> None:
        again.discard(tenant)
        wakes.put_nowait(tenant)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_listen(base, wakes))
        while True:
            tenant = await wakes.get()
            try:
                while await (follower.follow(tenant) if tenant else follower.follow_all()):
                    pass
            except DuralogueError as failed:
                _log.warning("desk_not_followed", extra={"reason": type(failed).__name__})
                if tenant not in again:
                    again.add(tenant)
                    asyncio.get_running_loop().call_later(_AGAIN.total_seconds(), try_again, tenant)


async def _listen(base: Foundation, wakes: asyncio.Queue[str | None]) -> None:
    async for tenant in desk_wakes(base.engine):
        wakes.put_nowait(tenant)
