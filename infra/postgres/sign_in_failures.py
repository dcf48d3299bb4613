"""Wrong tries to sign in, by account and by address."""

import hashlib
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.passwords import FIRST_PAUSE, FORGOTTEN_AFTER, LONGEST_PAUSE
from infra.postgres.raw_queries import tenant_rows, tenant_write

# `failures` in the update is what was counted before this try.
_TAKE = """
WITH old AS (
    DELETE FROM sign_in_failures WHERE tenant_id = %(tenant)s AND who <> %(who)s
    AND last_at < now() - %(forgotten)s
)
INSERT INTO sign_in_failures AS f (tenant_id, who, failures, last_at, until)
VALUES (%(tenant)s, %(who)s, 1, now(), now())
ON CONFLICT (tenant_id, who) DO UPDATE SET
    failures = CASE WHEN f.last_at < now() - %(forgotten)s THEN 1 ELSE f.failures + 1 END,
    last_at = now(),
    until = CASE WHEN f.failures + 1 < %(free)s OR f.last_at < now() - %(forgotten)s THEN now()
        ELSE now() + least(%(longest)s, %(first)s * 2 ^ least(f.failures + 1 - %(free)s, 10)) END
WHERE f.until <= now()
RETURNING failures
"""
_UNTIL = """
SELECT greatest(until - now(), interval '1 second') AS wait FROM sign_in_failures
WHERE tenant_id = %(tenant)s AND who = %(who)s
"""
_FORGIVE = "DELETE FROM sign_in_failures WHERE tenant_id = %(tenant)s AND who = ANY (%(whos)s)"
_GIVE_BACK = """
UPDATE sign_in_failures SET failures = failures - 1, until = now()
WHERE tenant_id = %(tenant)s AND who = %(who)s AND failures > 0
"""


class PostgresSignInFailures:
    """Implements `SignInFailures` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, tenant_id: str, who: str, *, free: int) -> timedelta | None:
        values = {
            "tenant": tenant_id,
            "who": _hashed(who),
            "free": free,
            "forgotten": FORGOTTEN_AFTER,
            "first": FIRST_PAUSE,
            "longest": LONGEST_PAUSE,
        }
        if await tenant_rows(self._engine, tenant_id, _TAKE, values):
            return None
        rows = await tenant_rows(self._engine, tenant_id, _UNTIL, values)
        wait: timedelta = rows[0]["wait"] if rows else timedelta(seconds=1)
        return wait

    async def forgive(self, tenant_id: str, whos: Collection[str]) -> None:
        values = {"tenant": tenant_id, "whos": [_hashed(who) for who in whos]}
        await tenant_write(self._engine, tenant_id, _FORGIVE, values)

    async def give_back(self, tenant_id: str, who: str) -> None:
        values = {"tenant": tenant_id, "who": _hashed(who)}
        await tenant_write(self._engine, tenant_id, _GIVE_BACK, values)


def _hashed(who: str) -> str:
    """Names are typed in by anybody, and as long as anybody likes."""
    return hashlib.sha256(who.encode(errors="replace")).hexdigest()
