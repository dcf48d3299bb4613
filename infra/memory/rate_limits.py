"""Memory twins of rate limits and admission."""

from collections.abc import Sequence
from dataclasses import replace

from domain.identities import SessionProof
from domain.ports import Identities, InboundSpool, RateLimiter
from domain.rate_counters import LocalRateLimiter, take_all
from domain.rate_limits import Admission, Limit


class MemoryRateLimiter(LocalRateLimiter):
    """Implements `RateLimiter` within one process; counts alone while the shared one is down."""


class MemoryAdmissionControl:
    """Implements `AdmissionControl` over what one process has."""

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
        conversation = (tenant_id, conversation_id)
        admission = await take_all(self._limiter, limits, goes_on=conversation in self._known)
        if admission.refused_by is None:
            self._known.add(conversation)
        return replace(admission, spooled=spooled, checked=True)
