"""Memory twin of answers that are replayed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.errors import Conflict, ReusedKey
from domain.idempotency import Claimed, KeptAnswer, RequestKey


@dataclass
class _Record:
    fingerprint: bytes
    lease_id: str
    until: datetime
    """Of the lease, then of the answer."""
    answer: KeptAnswer | None = None


class MemoryIdempotencyRecords:
    """Implements `IdempotencyRecords` within one process."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, bytes], _Record] = {}

    async def claim(
        self, key: RequestKey, fingerprint: bytes, *, lease: timedelta
    ) -> Claimed | KeptAnswer:
        place, now = (key.tenant_id, key.digest), datetime.now(UTC)
        found = self._records.get(place)
        if found is None or found.until <= now:
            lease_id = secrets.token_hex(8)
            self._records[place] = _Record(fingerprint, lease_id, now + lease)
            return Claimed(key.tenant_id, key.digest, lease_id)
        if found.fingerprint != fingerprint:
            raise ReusedKey
        if found.answer is None:
            busy = Conflict("a request with this Idempotency-Key is still being carried out")
            raise busy.because("in-progress")
        return found.answer

    async def keep(self, claimed: Claimed, answer: KeptAnswer, *, keep_for: timedelta) -> None:
        found = self._ours(claimed)
        if found is not None:
            found.answer, found.until = answer, datetime.now(UTC) + keep_for

    async def release(self, claimed: Claimed) -> None:
        if self._ours(claimed) is not None:
            del self._records[claimed.tenant_id, claimed.digest]

    def _ours(self, claimed: Claimed) -> _Record | None:
        found = self._records.get((claimed.tenant_id, claimed.digest))
        is_ours = found is not None and found.lease_id == claimed.lease_id and not found.answer
        return found if is_ours else None
