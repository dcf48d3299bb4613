"""Installs of channels that are under way, and who exchanges an account's token."""

import hashlib
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channel_installs import INSTALL_WITHIN, MOST_PENDING, PendingInstall
from infra.postgres.raw_queries import tenant_rows, tenant_write

_BEGIN = """
WITH kept AS (
    SELECT state_hash FROM channel_installs
    WHERE tenant_id = %(tenant)s AND begun_at > now() - %(within)s::interval
    ORDER BY begun_at DESC LIMIT %(most)s - 1
), forgotten AS (
    DELETE FROM channel_installs
    WHERE tenant_id = %(tenant)s AND state_hash NOT IN (SELECT state_hash FROM kept)
)
INSERT INTO channel_installs (tenant_id, state_hash, browser_hash, channel, account)
VALUES (%(tenant)s, %(state)s, %(browser)s, %(channel)s, %(account)s)
"""
_TAKE = """
DELETE FROM channel_installs WHERE tenant_id = %(tenant)s AND state_hash = %(state)s
RETURNING
    begun_at > now() - %(within)s::interval AND channel = %(channel)s
    AND account = %(account)s AND browser_hash = %(browser)s AS holds
"""
_CLAIM = """
INSERT INTO channel_token_refreshes AS claims (tenant_id, channel, account, claimed_until)
VALUES (%(tenant)s, %(channel)s, %(account)s, now() + %(lasts)s::interval)
ON CONFLICT (tenant_id, channel, account) DO UPDATE SET claimed_until = excluded.claimed_until
WHERE claims.tenant_id = %(tenant)s AND claims.claimed_until <= now()
RETURNING account
"""


class PostgresChannelInstalls:
    """Implements `ChannelInstalls`, each step in one statement."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, tenant_id: str, install: PendingInstall) -> None:
        values = {**_values(tenant_id, install), "most": MOST_PENDING}
        await tenant_write(self._engine, tenant_id, _BEGIN, values)

    async def take(self, tenant_id: str, install: PendingInstall) -> bool:
        found = await tenant_rows(self._engine, tenant_id, _TAKE, _values(tenant_id, install))
        return bool(found and found[0]["holds"])

    async def claim_refresh(
        self, tenant_id: str, channel: Channel, account: str, *, lasts: timedelta
    ) -> bool:
        values = {
            "tenant": tenant_id,
            "channel": channel.value,
            "account": account,
            "lasts": lasts,
        }
        return bool(await tenant_rows(self._engine, tenant_id, _CLAIM, values))


def _values(tenant_id: str, install: PendingInstall) -> dict[str, object]:
    return {
        "tenant": tenant_id,
        "channel": install.channel.value,
        "account": install.account,
        "state": hashlib.sha256(install.state.encode()).digest(),
        "browser": hashlib.sha256(install.browser.encode()).digest(),
        "within": INSTALL_WITHIN,
    }
