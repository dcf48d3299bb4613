"""Records of generated answers."""

import json
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.generated_answers.records import AnswerRecord
from domain.language_models.usage import TokenUsage
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.serialization import storable

_MOST_RECORDS = 200

_RECORD = """
INSERT INTO generated_answers (
    tenant_id, conversation_id, turn, attempt, at, ending, prompt, model, connection, chunks,
    citations, verdicts, input_tokens, output_tokens, is_estimated, cost, requests, first_word_ms,
    total_ms, quoted_instead, kept_entry, first_made_at
)
VALUES (
    %(tenant)s, %(conversation)s, %(turn)s, %(attempt)s, %(at)s, %(ending)s, %(prompt)s, %(model)s,
    %(connection)s, %(chunks)s, %(citations)s, %(verdicts)s, %(input)s, %(output)s, %(estimated)s,
    %(cost)s, %(requests)s, %(first)s, %(total)s, %(quoted)s, %(kept)s,
    %(first_made)s
)
ON CONFLICT (tenant_id, conversation_id, turn, attempt) DO UPDATE SET
    ending = excluded.ending, prompt = excluded.prompt, model = excluded.model,
    connection = excluded.connection, chunks = excluded.chunks, citations = excluded.citations,
    verdicts = excluded.verdicts, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, is_estimated = excluded.is_estimated,
    cost = excluded.cost, requests = excluded.requests, first_word_ms = excluded.first_word_ms,
    total_ms = excluded.total_ms, quoted_instead = excluded.quoted_instead,
    kept_entry = excluded.kept_entry, first_made_at = excluded.first_made_at
"""
_OF = """
SELECT tenant_id, conversation_id, turn, attempt, at, ending, prompt, model, connection, chunks,
    citations, verdicts, input_tokens, output_tokens, is_estimated, cost, requests, first_word_ms,
    total_ms, quoted_instead, kept_entry, first_made_at
FROM generated_answers
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY at DESC, attempt DESC LIMIT %(limit)s
"""


class PostgresAnswerRecords:
    """Implements `AnswerRecords`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, record: AnswerRecord) -> None:
        plain = record.model_dump(mode="json")
        values = {
            "tenant": record.tenant_id,
            "conversation": record.conversation_id,
            "turn": record.turn,
            "attempt": record.attempt,
            "at": record.at,
            "ending": record.ending,
            "prompt": record.prompt,
            "model": record.model.replace("\x00", "\ufffd"),
            "connection": record.connection,
            "chunks": storable(json.dumps(plain["chunks"])),
            "citations": storable(json.dumps(plain["citations"])),
            "verdicts": storable(json.dumps(plain["verdicts"])),
            "input": record.usage.input_tokens,
            "output": record.usage.output_tokens,
            "estimated": record.usage.is_estimated,
            "cost": record.cost,
            "requests": record.requests,
            "first": record.first_word_ms,
            "total": record.total_ms,
            "quoted": record.quoted_instead,
            "kept": record.kept_entry,
            "first_made": record.first_made_at,
        }
        await tenant_write(self._engine, record.tenant_id, _RECORD, values)

    async def of(self, tenant_id: str, conversation_id: str) -> list[AnswerRecord]:
        values = {
            "tenant": tenant_id,
            "conversation": conversation_id,
            "limit": _MOST_RECORDS,
        }
        return [as_record(row) for row in await tenant_rows(self._engine, tenant_id, _OF, values)]


def as_record(row: dict[str, Any]) -> AnswerRecord:
    """A row of the table."""
    usage = TokenUsage(
        input_tokens=row.pop("input_tokens"),
        output_tokens=row.pop("output_tokens"),
        is_estimated=row.pop("is_estimated"),
    )
    return AnswerRecord.model_validate({**row, "usage": usage})
