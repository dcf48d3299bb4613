"""Context, customer and course of a conversation, from its records."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.context import ContextFacts, EarlierConversation, ToolResult, shown_fields
from domain.desk.lists import DeskViewer
from domain.desk.timeline import CustomerProfile, TimelineEntry, TimelineKind
from domain.errors import NotFound
from domain.generated_answers.records import as_detail as answer_detail
from domain.messages import TranscriptMessage
from domain.understanding.explanation import as_detail
from infra.postgres.desk_visibility import STANDING
from infra.postgres.generated_answers import PostgresAnswerRecords
from infra.postgres.raw_queries import Row, tenant_rows
from infra.postgres.transcripts import HISTORY

_CONVERSATION = """
SELECT c.conversation_id, c.channel, c.revision, c.customer_ref, c.opened_at AS first_seen_at,
    coalesce((
        SELECT s.result -> 'state' ->> 'locale' FROM turns t
        JOIN turn_steps s USING (tenant_id, conversation_id, turn)
        WHERE t.tenant_id = %(tenant)s AND t.conversation_id = %(conversation)s
        ORDER BY t.number DESC, s.step DESC LIMIT 1
    ), '') AS locale,
    EXISTS (
        SELECT FROM conversation_people p CROSS JOIN LATERAL (
            SELECT o.is_opted_out FROM consents o
            WHERE o.tenant_id = p.tenant_id AND o.person = p.person
            ORDER BY o.at DESC, o.number DESC LIMIT 1
        ) AS latest
        WHERE p.tenant_id = c.tenant_id AND p.conversation_id = c.conversation_id
        AND latest.is_opted_out
    ) AS is_opted_out
FROM conversations c WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
"""
_STATE = """
SELECT s.result -> 'state' AS state FROM turns t
JOIN turn_steps s USING (tenant_id, conversation_id, turn)
WHERE t.tenant_id = %(tenant)s AND t.conversation_id = %(conversation)s AND s.at <= %(until)s
ORDER BY t.number DESC, s.step DESC LIMIT 1
"""
_INTENT = """
SELECT intent FROM turns
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND intent IS NOT NULL
AND started_at <= %(until)s ORDER BY number DESC LIMIT 1
"""
_TOOLS = """
SELECT call_id, tool, coalesce(status, 'failed') AS outcome, code, result, started_at AS at,
    latency_ms AS ms
FROM tool_calls WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY number DESC LIMIT %(limit)s
"""
# Of each turn's last step: how many messages in a row had not been understood after it.
_NOT_UNDERSTOOD = """
SELECT left(m.text, 240) AS text FROM (
    SELECT turn, number FROM turns
    WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND started_at <= %(until)s
    AND role = 'customer' ORDER BY number DESC LIMIT 40
) AS t
JOIN LATERAL (
    SELECT s.result -> 'state' AS state FROM turn_steps s
    WHERE s.tenant_id = %(tenant)s AND s.conversation_id = %(conversation)s AND s.turn = t.turn
    ORDER BY s.step DESC LIMIT 1
) AS last
ON coalesce(last.state ->> 'misses', last.state ->> 'misunderstandings', '0')::integer > 0
JOIN messages m ON m.tenant_id = %(tenant)s AND m.conversation_id = %(conversation)s
    AND m.turn = t.turn AND m.role = 'customer'
ORDER BY m.seq DESC LIMIT 5
"""
_EARLIER = f"""
WITH mine AS (
    SELECT customer_ref FROM conversations
    WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
), theirs AS (
    SELECT c.conversation_id FROM conversations c, mine
    WHERE c.tenant_id = %(tenant)s AND c.customer_ref = mine.customer_ref
    UNION
    SELECT o.conversation_id FROM conversation_people p
    JOIN conversation_people o ON o.tenant_id = p.tenant_id AND o.person = p.person
    WHERE p.tenant_id = %(tenant)s AND p.conversation_id = %(conversation)s
)
SELECT c.conversation_id, c.channel, {STANDING} AS status, c.opened_at, last.at AS last_at,
    coalesce(left(asked.text, 140), '') AS last_text, h.queue, h.assigned_agent
FROM theirs JOIN conversations c
    ON c.tenant_id = %(tenant)s AND c.conversation_id = theirs.conversation_id
LEFT JOIN LATERAL (
    SELECT m.at FROM messages m
    WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.conversation_id
    AND m.role <> 'system' ORDER BY m.seq DESC LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT m.text FROM messages m
    WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.conversation_id
    AND m.role = 'customer' ORDER BY m.seq DESC LIMIT 1
) AS asked ON true
LEFT JOIN LATERAL (
    SELECT queue, assigned_agent FROM handoffs h
    WHERE h.tenant_id = c.tenant_id AND h.conversation_id = c.conversation_id
    ORDER BY h.opened_at DESC LIMIT 1
) AS h ON true
WHERE c.conversation_id <> %(conversation)s
ORDER BY coalesce(last.at, c.opened_at) DESC, c.conversation_id LIMIT 20
"""  # noqa: S608 - constants
_TURNS = """
SELECT turn AS id, coalesce(intent, '') AS title, coalesce(outcome, '') AS outcome,
    started_at AS at, latency_ms AS ms, jsonb_build_object('role', role, 'why', (
        SELECT s.result -> 'explanation' FROM turn_steps s
        WHERE s.tenant_id = t.tenant_id AND s.conversation_id = t.conversation_id
        AND s.turn = t.turn AND s.result ->> 'explanation' IS NOT NULL
        ORDER BY s.step LIMIT 1
    )) AS detail
FROM turns t WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY number DESC LIMIT %(limit)s
"""
_APPROVALS = """
SELECT approval_id AS id, name AS title, status AS outcome, requested_at AS at,
    extract(epoch FROM decided_at - requested_at) * 1000 AS ms,
    jsonb_build_object('decided_by', decided_by, 'note', note) AS detail
FROM approvals WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY requested_at DESC LIMIT %(limit)s
"""
_HANDOFFS = """
SELECT handoff_id AS id, queue AS title, status AS outcome, opened_at AS at,
    extract(epoch FROM ended_at - opened_at) * 1000 AS ms,
    jsonb_build_object('agent', assigned_agent, 'reason', reason, 'claimed_at', claimed_at,
        'disposition', disposition) AS detail
FROM handoffs WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY opened_at DESC LIMIT %(limit)s
"""
_PARTS = (
    (TimelineKind.TURN, _TURNS),
    (TimelineKind.APPROVAL, _APPROVALS),
    (TimelineKind.HANDOFF, _HANDOFFS),
)
_MOST_MESSAGES = 60
_MOST_TOOLS = 20
_MOST_OF_ONE_KIND = 200


class PostgresDeskContexts:
    """Implements `DeskContexts`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._records = PostgresAnswerRecords(engine)

    async def facts(self, tenant_id: str, conversation_id: str, *, until: datetime) -> ContextFacts:
        values = {"until": until, "before": None, "limit": _MOST_MESSAGES}
        row = await self._conversation(tenant_id, conversation_id)
        states, intents, misses, said = [
            await self._rows(tenant_id, conversation_id, statement, **values)
            for statement in (_STATE, _INTENT, _NOT_UNDERSTOOD, HISTORY)
        ]
        tools = await self._tools(tenant_id, conversation_id, _MOST_TOOLS)
        messages = [TranscriptMessage.model_validate(one) for one in reversed(said)]
        return ContextFacts(
            revision=row["revision"],
            intent=intents[0]["intent"] if intents else None,
            state=states[0]["state"] if states else {},
            tools=tuple(tool for tool in tools if tool.at <= until),
            not_understood=tuple(one["text"] for one in reversed(misses)),
            messages=tuple(message for message in messages if message.at <= until),
        )

    async def earlier(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> list[EarlierConversation]:
        rows = await self._rows(tenant_id, conversation_id, _EARLIER)
        return [_seen_by(viewer, row) for row in rows]

    async def customer(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> CustomerProfile:
        row = await self._conversation(tenant_id, conversation_id)
        del row["revision"]
        earlier = await self.earlier(tenant_id, conversation_id, viewer)
        return CustomerProfile(**row, earlier=tuple(earlier))

    async def timeline(self, tenant_id: str, conversation_id: str) -> list[TimelineEntry]:
        entries = [
            TimelineEntry(kind=kind, **_with_reasons(row))
            for kind, statement in _PARTS
            for row in await self._rows(
                tenant_id, conversation_id, statement, limit=_MOST_OF_ONE_KIND
            )
        ]
        tools = await self._tools(tenant_id, conversation_id, _MOST_OF_ONE_KIND)
        answers = await self._answers(tenant_id, conversation_id)
        explained = [_with_answer(entry, answers.get(entry.id, {})) for entry in entries]
        return explained + [_as_entry(tool) for tool in tools]

    async def _answers(self, tenant_id: str, conversation_id: str) -> dict[str, dict[str, Any]]:
        """Of each turn how its answer came about, where a model was asked."""
        found: dict[str, dict[str, Any]] = {}
        for record in reversed(await self._records.of(tenant_id, conversation_id)):
            again = f" {record.attempt}" if record.attempt > 1 else ""
            found.setdefault(record.turn, {})[f"answer{again}"] = answer_detail(record)
        return found

    async def _conversation(self, tenant_id: str, conversation_id: str) -> Row:
        rows = await self._rows(tenant_id, conversation_id, _CONVERSATION)
        if not rows:
            raise NotFound("There is no such conversation.")
        return rows[0]

    async def _tools(self, tenant_id: str, conversation_id: str, limit: int) -> list[ToolResult]:
        rows = await self._rows(tenant_id, conversation_id, _TOOLS, limit=limit)
        return [ToolResult(shown=shown_fields(row.pop("result")), **row) for row in reversed(rows)]

    async def _rows(
        self, tenant_id: str, conversation_id: str, statement: str, **values: Any
    ) -> list[Row]:
        values |= {"tenant": tenant_id, "conversation": conversation_id}
        return await tenant_rows(self._engine, tenant_id, statement, values)


def _seen_by(viewer: DeskViewer, row: Row) -> EarlierConversation:
    agent = row.pop("assigned_agent")
    is_hidden = not viewer.may_see(row["queue"], agent)
    return EarlierConversation(**{**row, "last_text": "" if is_hidden else row["last_text"]})


def _with_answer(entry: TimelineEntry, answer: dict[str, Any]) -> TimelineEntry:
    if not answer or entry.kind is not TimelineKind.TURN:
        return entry
    return entry.model_copy(update={"detail": {**entry.detail, **answer}})


def _with_reasons(row: Row) -> Row:
    """Why a turn's message was understood as it was; nothing where that was not stored."""
    detail = {name: value for name, value in row["detail"].items() if name != "why"}
    why = row["detail"].get("why")
    return {**row, "detail": {**detail, **as_detail(why)} if why else detail}


def _as_entry(tool: ToolResult) -> TimelineEntry:
    return TimelineEntry(
        kind=TimelineKind.TOOL_CALL,
        id=tool.call_id,
        title=tool.tool,
        outcome=tool.outcome,
        at=tool.at,
        ms=tool.ms,
        detail={"code": tool.code, "shown": tool.shown},
    )
