"""The log of tool calls, one row for the end of each attempt."""

import json

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.tools import ToolCallRecord
from infra.postgres.raw_queries import tenant_write
from infra.postgres.serialization import storable

_RECORD = """
INSERT INTO tool_calls (
    tenant_id, conversation_id, call_id, tool, effect, revision, arguments, idempotency_key, status,
    code, http_status, reconciled, result, error, attempt, started_at, latency_ms, trace_id
)
VALUES (
    %(tenant)s, %(conversation)s, %(call)s, %(tool)s, %(effect)s, %(revision)s, %(arguments)s,
    %(key)s, %(status)s, %(code)s, %(http_status)s, %(reconciled)s, %(result)s, %(error)s,
    %(attempt)s, %(started)s, %(latency)s, %(trace)s
)
"""


class PostgresToolLog:
    """Implements `ToolLog` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, entry: ToolCallRecord) -> None:
        call, outcome = entry.call, entry.outcome
        values = {
            "tenant": call.tenant_id,
            "conversation": call.conversation_id,
            "call": call.call_id,
            "tool": call.tool,
            "effect": entry.effect,
            "revision": call.revision,
            "arguments": storable(json.dumps(call.arguments)),
            "key": call.idempotency_key,
            "status": outcome.status if outcome else None,
            "code": outcome.code if outcome else None,
            "http_status": outcome.http_status if outcome else None,
            "reconciled": outcome.reconciled if outcome else False,
            "result": storable(json.dumps(outcome.result)) if outcome else None,
            "error": entry.error.replace("\x00", "\ufffd") if entry.error else None,
            "attempt": entry.attempt,
            "started": entry.started_at,
            "latency": entry.latency_ms,
            "trace": call.trace_id,
        }
        await tenant_write(self._engine, call.tenant_id, _RECORD, values)
