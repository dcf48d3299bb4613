"""Budgets and usage of tenants' language models, in functions that set the tenant themselves."""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.language_models.budgets import (
    BudgetLimit,
    BudgetRefusal,
    ModelCall,
    SettledCall,
)
from domain.language_models.service_levels import SeenLevel, ServiceLevel
from infra.postgres.raw_queries import function_row, tenant_rows, tenant_write

_RESERVE = """
SELECT scope, unit FROM reserve_model_call(%(call)s::jsonb, %(limits)s::jsonb, %(lasts)s)
"""
_SETTLE = "SELECT settle_model_call(%(settled)s::jsonb) AS is_new"
_NOTE_LEVEL = """
INSERT INTO model_service_levels AS known (tenant_id, purpose, level, reason)
VALUES (%(tenant)s, %(purpose)s, %(level)s, %(reason)s)
ON CONFLICT (tenant_id, purpose) DO UPDATE SET
    level = excluded.level, reason = excluded.reason, seen_at = now(),
    since = CASE WHEN known.level = excluded.level THEN known.since ELSE now() END
"""
_LEVELS = """
SELECT purpose, level, reason, since, seen_at FROM model_service_levels
WHERE tenant_id = %(tenant)s ORDER BY purpose
"""


class PostgresModelAccounts:
    """Implements `ModelAccounts`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def reserve(
        self, call: ModelCall, limits: Sequence[BudgetLimit], *, lasts: timedelta
    ) -> BudgetRefusal | None:
        values = {
            "call": call.model_dump_json(),
            "limits": json.dumps([limit.model_dump(mode="json") for limit in limits]),
            "lasts": lasts,
        }
        row = await function_row(self._engine, _RESERVE, values)
        return BudgetRefusal.model_validate(row) if row["scope"] is not None else None

    async def settle(self, settled: SettledCall) -> None:
        values = {
            "tenant_id": settled.call.tenant_id,
            "call_id": str(settled.call.call_id),
            "outcome": settled.outcome,
            "input_tokens": settled.usage.input_tokens,
            "output_tokens": settled.usage.output_tokens,
            "is_estimated": settled.usage.is_estimated,
            "cost": str(settled.cost),
            "first_word_ms": _ms(settled.first_word),
            "total_ms": _ms(settled.lasted),
        }
        await function_row(self._engine, _SETTLE, {"settled": json.dumps(values)})

    async def note_level(self, tenant_id: str, level: ServiceLevel) -> None:
        values = level.model_dump() | {"tenant": tenant_id}
        await tenant_write(self._engine, tenant_id, _NOTE_LEVEL, values)

    async def levels(self, tenant_id: str) -> list[SeenLevel]:
        """As operators see them."""
        rows = await tenant_rows(self._engine, tenant_id, _LEVELS, {"tenant": tenant_id})
        return [SeenLevel.model_validate(row) for row in rows]


def _ms(lasted: timedelta | None) -> float | None:
    return None if lasted is None else lasted / timedelta(milliseconds=1)
