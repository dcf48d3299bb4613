"""Workspaces as they are called: with a token that holds, and ended where Slack says so."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from channels.slack.calls import SlackCalls, new_calls
from channels.slack.codes import Then
from channels.slack.connection import (
    APP,
    BOT,
    EXPIRES_AT,
    KIND,
    REFRESH,
    WORKSPACE,
    expires_at,
    secret_of,
)
from channels.slack.refusals import SlackRefused
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import DependencyUnavailable, NotFound, UndeliverableMessage
from domain.ports import ChannelConnections, ChannelInstalls

_log = logging.getLogger(__name__)

REFRESHED_BEFORE = timedelta(minutes=30)
"""The old token goes on meanwhile."""
_CLAIMED_FOR = timedelta(seconds=30)
"""Longer than other processes remember the connection as it was, so that nobody spends a refresh
token that was spent."""
_STORED_AFTER_S = (0.2, 1.0, 5.0, 15.0)
"""While the claim lasts, about: nobody else spends the old refresh token meanwhile."""
_LOOK_AGAIN = timedelta(seconds=2)
_SHORTEST_LIFE = 60
_REPLACED = "the workspace was connected anew meanwhile"


def _now() -> datetime:
    return datetime.now(UTC)


class SlackWorkspaces:
    """Calls Slack for the workspaces of all tenants."""

    def __init__(
        self,
        connections: ChannelConnections,
        installs: ChannelInstalls,
        *,
        calls: SlackCalls | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._connections = connections
        self._installs = installs
        self._made = calls
        self._clock = clock
        self._exchanges: set[asyncio.Task[ChannelConnection]] = set()

    @property
    def _calls(self) -> SlackCalls:
        if self._made is None:
            self._made = new_calls()
        return self._made

    async def connection(self, tenant_id: str, team: str) -> ChannelConnection:
        """Of the workspace, or of the organisation that has installed the app for all of its own.

        Raise UndeliverableMessage where there is none.
        """
        try:
            found = await self._connections.get(tenant_id, Channel.SLACK, team)
        except NotFound:
            found = await self._of_organisation(tenant_id, team)
        if found.settings.get(KIND) != WORKSPACE:
            raise UndeliverableMessage(f"{team} is no workspace of Slack's")
        return found

    async def post(
        self, tenant_id: str, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """As `SlackCalls.post`. Raise UndeliverableMessage where the connection has ended."""
        return await self._called(
            tenant_id, connection, lambda usable: self._calls.post(usable, method, body)
        )

    async def get(
        self, tenant_id: str, connection: ChannelConnection, method: str, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        """As `SlackCalls.get`. Raise UndeliverableMessage where the connection has ended."""
        return await self._called(
            tenant_id, connection, lambda usable: self._calls.get(usable, method, params)
        )

    async def _of_organisation(self, tenant_id: str, team: str) -> ChannelConnection:
        """An address names the team alone: it is found where one organisation is connected."""
        listed = await self._connections.listed(tenant_id)
        found = [
            each.account
            for each in listed
            if each.channel is Channel.SLACK
            and each.account.startswith("E")
            and each.settings.get(KIND) == WORKSPACE
            and each.end_reason is None
        ]
        if len(found) != 1:
            raise UndeliverableMessage(f"the workspace {team} is not connected")
        try:
            return await self._connections.get(tenant_id, Channel.SLACK, found[0])
        except NotFound:
            raise UndeliverableMessage(f"the workspace {team} is not connected") from None

    async def _called(
        self,
        tenant_id: str,
        connection: ChannelConnection,
        made: Callable[[ChannelConnection], Awaitable[dict[str, Any]]],
    ) -> dict[str, Any]:
        usable = await self._fresh(tenant_id, connection)
        try:
            return await made(usable)
        except SlackRefused as refused:
            match refused.code.then:
                case Then.REFRESH if REFRESH in usable.secrets:
                    return await made(await self._refreshed(tenant_id, usable, is_over=True))
                case Then.REFRESH | Then.END:
                    await self._end(tenant_id, usable, refused.code.reason)
            raise

    async def _fresh(self, tenant_id: str, connection: ChannelConnection) -> ChannelConnection:
        end, now = expires_at(connection), self._clock()
        if end is None or now < end - REFRESHED_BEFORE:
            return connection
        return await self._refreshed(tenant_id, connection, is_over=now >= end)

    async def _refreshed(
        self, tenant_id: str, connection: ChannelConnection, *, is_over: bool
    ) -> ChannelConnection:
        """With its next token. Where that cannot be had just now, with the old one until it is
        over; then raise DependencyUnavailable."""
        try:
            return await self._exchanged(tenant_id, connection)
        except (DependencyUnavailable, SlackRefused, NotFound) as failed:
            if not is_over:
                _log.warning(
                    "slack_token_not_exchanged",
                    extra={"tenant_id": tenant_id, "account": connection.account},
                )
                return connection
            if isinstance(failed, SlackRefused):
                await self._end(tenant_id, connection, f"its token ended; {failed.code.reason}")
            raise

    async def _exchanged(self, tenant_id: str, connection: ChannelConnection) -> ChannelConnection:
        """On its own: a send that is called off must not call off this too. A refresh token is good
        once, and what Slack gives for it has to be stored."""
        running = asyncio.create_task(self._exchange(tenant_id, connection))
        self._exchanges.add(running)
        running.add_done_callback(self._over)
        return await asyncio.shield(running)

    def _over(self, exchange: asyncio.Task[ChannelConnection]) -> None:
        self._exchanges.discard(exchange)
        if not exchange.cancelled():
            exchange.exception()  # for whoever still waits; else asyncio would log it

    async def _exchange(self, tenant_id: str, connection: ChannelConnection) -> ChannelConnection:
        place = (tenant_id, Channel.SLACK, connection.account)
        if not await self._installs.claim_refresh(*place, lasts=_CLAIMED_FOR):
            raise DependencyUnavailable("its token is being exchanged", retry_after=_LOOK_AGAIN)
        latest = await self._connections.get(*place)
        if latest.secrets != connection.secrets:
            return latest
        app = await self._connections.get(
            tenant_id, Channel.SLACK, connection.settings.get(APP, "")
        )
        form = {"grant_type": "refresh_token", "refresh_token": secret_of(latest, REFRESH)}
        renewed = self._renewed(latest, await self._calls.exchange(app, form))
        await self._store(tenant_id, renewed)
        return renewed

    async def _store(self, tenant_id: str, renewed: ChannelConnection) -> None:
        """Raise DependencyUnavailable where the database is down for longer than a moment: then the
        workspace has to be connected anew, once its old token is over."""
        for pause in _STORED_AFTER_S:
            try:
                await self._connections.connect(tenant_id, renewed)
            except DependencyUnavailable:
                await asyncio.sleep(pause)
            else:
                return
        await self._connections.connect(tenant_id, renewed)

    def _renewed(self, connection: ChannelConnection, said: dict[str, Any]) -> ChannelConnection:
        token, refresh = said.get("access_token"), said.get("refresh_token")
        lasts = said.get("expires_in")
        if not (isinstance(token, str) and isinstance(refresh, str) and isinstance(lasts, int)):
            raise DependencyUnavailable("oauth.v2.access: the answer holds no token")
        end = self._clock() + timedelta(seconds=max(lasts, _SHORTEST_LIFE))
        return connection.model_copy(
            update={
                "settings": {**connection.settings, EXPIRES_AT: end.isoformat()},
                "secrets": {BOT: SecretStr(token), REFRESH: SecretStr(refresh)},
            }
        )

    async def _end(self, tenant_id: str, connection: ChannelConnection, reason: str) -> None:
        """Raise UndeliverableMessage, or DependencyUnavailable where it was connected anew
        meanwhile: the next attempt goes with the new token."""
        place = (tenant_id, Channel.SLACK, connection.account)
        try:
            latest = await self._connections.get(*place)
        except NotFound:
            latest = connection
        if latest.secrets != connection.secrets:
            raise DependencyUnavailable(_REPLACED)
        if not await self._connections.end(*place, reason, settings=connection.settings):
            raise DependencyUnavailable(_REPLACED)
        raise UndeliverableMessage(f"the workspace's connection has ended: {reason}")
