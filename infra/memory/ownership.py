"""The memory twin of counted proofs of ownership."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from domain.ownership import PAUSE, SLOWER_FROM, WINDOW, ProofAdmission, Subject


class MemoryOwnershipProofs:
    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._proofs: dict[tuple[str, str], dict[str, float]] = {}
        """(tenant, subject) -> call -> when."""

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        now, waits = self._now(), [0.0]
        found = [self._proofs.setdefault((tenant_id, subject.key), {}) for subject in subjects]
        if any(call_id in calls for calls in found):
            return ProofAdmission()
        for subject, calls in zip(subjects, found, strict=True):
            recent = [at for at in calls.values() if at >= now - WINDOW.total_seconds()]
            if len(recent) >= subject.most:
                return ProofAdmission(is_refused=True)
            if len(recent) >= SLOWER_FROM:
                pause = PAUSE.total_seconds() * 2 ** (len(recent) - SLOWER_FROM)
                waits.append(max(recent) + pause - now)
        if max(waits) > 0:
            return ProofAdmission(wait=timedelta(seconds=max(waits)))
        for calls in found:
            calls[call_id] = now
        return ProofAdmission()

    async def forget(self, tenant_id: str, call_id: str) -> None:
        for (tenant, _), calls in self._proofs.items():
            if tenant == tenant_id:
                calls.pop(call_id, None)
