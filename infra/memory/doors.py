"""Memory twins of who may come in, how often, and with which key."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from domain.errors import NotFound
from domain.identities import SessionProof
from domain.limits import Admission, Limit
from domain.ports import Identities, InboundSpool, RateLimiter
from domain.rate_limits import LocalRateLimiter, take_all


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


class MemoryRateLimiter(LocalRateLimiter):
    """The twin of the shared one, and what counts while that is down."""


class MemoryDoorkeeper:
    """Implements `Doorkeeper` over what one process has."""

    def __init__(self, limiter: RateLimiter, spool: InboundSpool, identities: Identities) -> None:
        self._limiter = limiter
        self._spool = spool
        self._identities = identities
        self._known: set[tuple[str, str]] = set()

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        if not await self._identities.holds(tenant_id, conversation_id, proof):
            return Admission(void=True, checked=True)
        spooled = await self._spool.holds(tenant_id, conversation_id)
        place = (tenant_id, conversation_id)
        admission = await take_all(self._limiter, limits, goes_on=place in self._known)
        if admission.refused_by is None:
            self._known.add(place)
        return replace(admission, spooled=spooled, checked=True)
