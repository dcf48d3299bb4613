"""Memory twins of who may come in, how often, and with which key."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.errors import NotFound
from domain.limits import Admission, Limit
from domain.ports import InboundSpool, RateLimiter
from domain.rate_limits import take_all


class MemoryTenantKeys:
    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], bytes] = {}
        self._current: dict[str, str] = {}

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        key_id = self._current.setdefault(tenant_id, secrets.token_hex(8))
        return key_id, self._keys.setdefault((tenant_id, key_id), secrets.token_bytes(32))

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        try:
            return self._keys[tenant_id, key_id]
        except KeyError:
            raise NotFound(f"there is no key {key_id}") from None

    async def shred(self, tenant_id: str, key_id: str) -> None:
        self._keys.pop((tenant_id, key_id), None)
        if self._current.get(tenant_id) == key_id:
            del self._current[tenant_id]


class MemoryRateLimiter:
    """GCRA in one process: `tat` is when the bucket is full again."""

    def __init__(self) -> None:
        self._tat: dict[str, float] = {}

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        interval = 60 / per_minute
        now = time.monotonic()
        tat = max(self._tat.get(key, now), now)
        wait = tat - now - (burst - 1) * interval
        if wait > 1e-9:  # noqa: PLR2004 - less is a rounding error
            return timedelta(seconds=wait)
        self._tat[key] = tat + interval
        return None


class MemoryDoorkeeper:
    """Implements `Doorkeeper` over a limiter and a spool of one process."""

    def __init__(self, limiter: RateLimiter, spool: InboundSpool) -> None:
        self._limiter = limiter
        self._spool = spool

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit]
    ) -> Admission:
        spooled = await self._spool.holds(tenant_id, conversation_id)
        return replace(await take_all(self._limiter, limits), spooled=spooled)
