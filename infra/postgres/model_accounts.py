"""Budgets and usage of tenants' language models, in functions that set the tenant themselves."""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.language_models.account_views import (
    DailyUsage,
    ModelUsage,
    SpentBudget,
    TurnUsage,
)
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
_DAYS = """
SELECT (began_at AT TIME ZONE 'UTC')::date AS day, connection, model, purpose,
    count(*) FILTER (WHERE outcome <> 'withheld') AS calls,
    count(*) FILTER (WHERE outcome = 'answered') AS answered,
    count(*) FILTER (WHERE outcome IN ('unavailable', 'retired', 'rejected')) AS failed,
    count(*) FILTER (
        WHERE outcome = 'lost' OR (outcome = 'reserved' AND expires_at <= now())
    ) AS lost,
    coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
    coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
    coalesce(sum(cost), 0) AS cost,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY first_word_ms) AS first_word_ms
FROM model_calls
WHERE tenant_id = %(tenant)s
AND began_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    - make_interval(days => %(days)s - 1)
GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2, 3, 4 LIMIT 1000
"""
_SPENT = """
SELECT scope, key, tokens, cost FROM model_spending
WHERE tenant_id = %(tenant)s AND scope IN ('day', 'month') AND key = model_budget_key(scope, '')
ORDER BY scope
"""
_TURNS = """
SELECT turn, count(*) FILTER (WHERE outcome <> 'withheld') AS calls,
    coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
    coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
    coalesce(sum(cost), 0) AS cost
FROM model_calls
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
GROUP BY turn ORDER BY min(began_at) LIMIT 1000
"""


class PostgresModelAccounts:
    """Implements `ModelAccounts` and `ModelUsageReads`."""

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

    async def usage(self, tenant_id: str, *, days: int) -> ModelUsage:
        values = {"tenant": tenant_id, "days": days}
        levels = await tenant_rows(self._engine, tenant_id, _LEVELS, values)
        spent = await tenant_rows(self._engine, tenant_id, _SPENT, values)
        found = await tenant_rows(self._engine, tenant_id, _DAYS, values)
        return ModelUsage(
            levels=tuple(map(SeenLevel.model_validate, levels)),
            spent=tuple(map(SpentBudget.model_validate, spent)),
            days=tuple(map(DailyUsage.model_validate, found)),
        )

    async def turns(self, tenant_id: str, conversation_id: str) -> list[TurnUsage]:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _TURNS, values)
        return [TurnUsage.model_validate(row) for row in rows]


def _ms(lasted: timedelta | None) -> float | None:
    return None if lasted is None else lasted / timedelta(milliseconds=1)
