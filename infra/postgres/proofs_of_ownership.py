"""Proofs of ownership that failed, counted across conversations and workers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.proofs_of_ownership import (
    MOMENT,
    MOST_AT_ONCE,
    PAUSE,
    SLOWER_FROM,
    UNDER_WAY,
    WINDOW,
    ProofAdmission,
    Subject,
)
from infra.postgres.raw_queries import function_row

_BEGIN = """
SELECT refused, wait FROM begin_ownership_proof(
    %(tenant)s, %(call)s, %(subjects)s, %(most)s, %(window)s, %(slower_from)s, %(pause)s,
    %(at_once)s, %(under_way)s, %(moment)s
)
"""
_END = """
SELECT believed FROM end_ownership_proof(
    %(tenant)s, %(call)s, %(subjects)s, %(most)s, %(window)s, %(failed)s
)
"""


class PostgresOwnershipProofs:
    """Implements `OwnershipProofs` with one round trip for each step."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        rules = {
            "slower_from": SLOWER_FROM,
            "pause": PAUSE,
            "at_once": MOST_AT_ONCE,
            "under_way": UNDER_WAY,
            "moment": MOMENT,
        }
        values = _values(tenant_id, call_id, subjects) | rules
        row = await function_row(self._engine, _BEGIN, values)
        return ProofAdmission(is_refused=row["refused"], wait=row["wait"])

    async def end(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject], *, failed: bool
    ) -> bool:
        values = _values(tenant_id, call_id, subjects) | {"failed": failed}
        return bool((await function_row(self._engine, _END, values))["believed"])


def _values(tenant_id: str, call_id: str, subjects: Sequence[Subject]) -> dict[str, Any]:
    ordered = sorted(subjects, key=lambda subject: subject.key)
    return {
        "tenant": tenant_id,
        "call": call_id,
        "subjects": [subject.key for subject in ordered],
        "most": [subject.most for subject in ordered],
        "window": WINDOW,
    }
