"""Summaries of handoffs that a model has written."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports.handoff_summaries import WrittenSummary
from infra.postgres.raw_queries import tenant_rows

# The desk is told as of any change of the handoff: it has stood there for some seconds by then.
_KEEP = """
WITH kept AS (
INSERT INTO handoff_summaries (tenant_id, handoff_id, text, model, prompt, at)
VALUES (%(tenant)s, %(handoff)s, %(text)s, %(model)s, %(prompt)s, %(at)s)
ON CONFLICT (tenant_id, handoff_id) DO UPDATE SET
    text = excluded.text, model = excluded.model, prompt = excluded.prompt, at = excluded.at
)
SELECT tell_desk(h.tenant_id, 'handoff', h.queue, NULL, h.conversation_id, to_jsonb(h))
FROM handoffs h WHERE h.tenant_id = %(tenant)s AND h.handoff_id = %(handoff)s
"""
_OF = """
SELECT handoff_id, text, model, prompt, at FROM handoff_summaries
WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s
"""


class PostgresWrittenSummaries:
    """Implements `WrittenSummaries`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, tenant_id: str, summary: WrittenSummary) -> None:
        values = {
            "tenant": tenant_id,
            "handoff": summary.handoff_id,
            "text": _plain(summary.text),
            "model": _plain(summary.model),
            "prompt": summary.prompt,
            "at": summary.at,
        }
        await tenant_rows(self._engine, tenant_id, _KEEP, values)

    async def of(self, tenant_id: str, handoff_id: str) -> WrittenSummary | None:
        values = {"tenant": tenant_id, "handoff": handoff_id}
        rows = await tenant_rows(self._engine, tenant_id, _OF, values)
        return WrittenSummary.model_validate(dict(rows[0])) if rows else None


def _plain(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\x00", "\ufffd")
