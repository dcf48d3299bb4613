"""Proofs of ownership that failed, counted across conversations and workers."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ownership import PAUSE, SLOWER_FROM, WINDOW, ProofAdmission, Subject
from infra.postgres.round_trips import function_row, tenant_write

_BEGIN = """
SELECT refused, wait FROM begin_ownership_proof(
    %(tenant)s, %(call)s, %(subjects)s, %(most)s, %(window)s, %(slower_from)s, %(pause)s
)
"""
_FORGET = """
DELETE FROM ownership_proofs WHERE tenant_id = %(tenant)s AND call_id = %(call)s
"""


class PostgresOwnershipProofs:
    """Implements `OwnershipProofs` with one round trip for each step."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        ordered = sorted(subjects, key=lambda subject: subject.key)
        values = {
            "tenant": tenant_id,
            "call": call_id,
            "subjects": [subject.key for subject in ordered],
            "most": [subject.most for subject in ordered],
            "window": WINDOW,
            "slower_from": SLOWER_FROM,
            "pause": PAUSE,
        }
        row = await function_row(self._engine, _BEGIN, values)
        return ProofAdmission(is_refused=row["refused"], wait=row["wait"])

    async def forget(self, tenant_id: str, call_id: str) -> None:
        values = {"tenant": tenant_id, "call": call_id}
        await tenant_write(self._engine, tenant_id, _FORGET, values)
