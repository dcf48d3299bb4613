"""Rate limits, and admission: whether a message may come in at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from domain.identities import SessionProof
    from domain.rate_limits import Admission, Limit


class RateLimiter(Protocol):
    """Counts by key; a key begins with its tenant: `acme/visitor/…`."""

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """None when allowed; else how long until the next one is. Exact across replicas."""
        ...


class AdmissionControl(Protocol):
    """Decides in one round trip whether a message may come in."""

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        """Check the session, take from each limit in order until one refuses, and look into the
        spool, in one go."""
        ...
