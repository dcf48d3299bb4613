"""The memory twin of counted proofs of ownership."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.proofs_of_ownership import UNDER_WAY, WINDOW, ProofAdmission, Subject, admit, strictest


@dataclass
class _Proof:
    at: float
    failed: bool = False


class MemoryOwnershipProofs:
    """Implements `OwnershipProofs` within one process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._proofs: dict[tuple[str, str], dict[str, _Proof]] = {}
        """(tenant, subject) -> call -> proof."""

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        found = [self._proofs.setdefault((tenant_id, subject.key), {}) for subject in subjects]
        if any(call_id in calls for calls in found):
            return ProofAdmission()
        admission = strictest([self._admit(tenant_id, subject) for subject in subjects])
        if not admission.is_refused and admission.wait is None:
            for calls in found:
                calls[call_id] = _Proof(self._now())
        return admission

    async def end(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject], *, failed: bool
    ) -> bool:
        for subject in subjects:
            calls = self._proofs.setdefault((tenant_id, subject.key), {})
            calls.pop(call_id, None)
            if failed:
                calls[call_id] = _Proof(self._now(), failed=True)
        return all(self._failed(tenant_id, subject) < subject.most for subject in subjects)

    def _admit(self, tenant_id: str, subject: Subject) -> ProofAdmission:
        proofs = self._proofs[tenant_id, subject.key].values()
        since = self._now() - UNDER_WAY.total_seconds()
        under_way = sum(not proof.failed and proof.at >= since for proof in proofs)
        last = max((proof.at for proof in proofs if proof.failed), default=0.0)
        since_last = timedelta(seconds=self._now() - last)
        return admit(self._failed(tenant_id, subject), under_way, since_last, subject.most)

    def _failed(self, tenant_id: str, subject: Subject) -> int:
        since = self._now() - WINDOW.total_seconds()
        proofs = self._proofs[tenant_id, subject.key].values()
        return sum(proof.failed and proof.at >= since for proof in proofs)
