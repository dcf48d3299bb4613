"""Notes of agents and their drafts; triggers tell the desks of both."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.drafts import Draft
from domain.desk.lists import DeskViewer
from domain.desk.notes import MOST_NOTES_SHOWN, Note
from domain.errors import Conflict, NotFound
from infra.postgres.desk_visibility import MAY_SEE, seen_as
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import tenant_rows

_ADD = """
INSERT INTO desk_notes (tenant_id, conversation_id, note_id, agent, text, mentions, at)
VALUES (%(tenant)s, %(conversation_id)s, %(note_id)s, %(agent)s, %(text)s, %(mentions)s, %(at)s)
ON CONFLICT DO NOTHING
"""
_FIELDS = "note_id, conversation_id, agent, text, mentions, at"
_GET = f"""
SELECT {_FIELDS} FROM desk_notes
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation_id)s AND note_id = %(note_id)s
"""  # noqa: S608 - constants
_LISTED = f"""
SELECT {_FIELDS} FROM (
    SELECT {_FIELDS} FROM desk_notes
    WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
    ORDER BY at DESC, note_id DESC LIMIT %(most)s
) AS latest ORDER BY at, note_id
"""  # noqa: S608 - constants
_EXISTS = """
SELECT conversation_id FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""
_WRITE = """
INSERT INTO desk_drafts AS d (tenant_id, agent, conversation_id, text, updated_at)
VALUES (%(tenant)s, %(agent)s, %(conversation)s, %(text)s, %(at)s)
ON CONFLICT (tenant_id, agent, conversation_id) DO UPDATE SET
    text = excluded.text, updated_at = excluded.updated_at
WHERE excluded.updated_at > d.updated_at
"""
_DRAFT = """
SELECT text, updated_at FROM desk_drafts
WHERE tenant_id = %(tenant)s AND agent = %(agent)s AND conversation_id = %(conversation)s
"""
_SENT = """
UPDATE desk_drafts SET text = ''
WHERE tenant_id = %(tenant)s AND agent = %(agent)s AND conversation_id = %(conversation)s
AND text <> ''
"""


class PostgresDeskAccess:
    """Implements `DeskAccess`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def may_see(self, tenant_id: str, viewer: DeskViewer, conversation_id: str) -> bool:
        values = {"tenant": tenant_id, "conversation": conversation_id, **seen_as(viewer)}
        if await tenant_rows(self._engine, tenant_id, MAY_SEE, values):
            return True
        if not await tenant_rows(self._engine, tenant_id, _EXISTS, values):
            raise NotFound("There is no such conversation.")
        return False


class PostgresConversationNotes:
    """Implements `ConversationNotes`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, tenant_id: str, note: Note) -> Note:
        values = {"tenant": tenant_id, **note.model_dump(), "mentions": list(note.mentions)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ADD, values)
            row = (await connection.exec_driver_sql(_GET, values)).mappings().one()
        kept = Note.model_validate(dict(row))
        if (kept.agent, kept.text) != (note.agent, note.text):
            raise Conflict(f"there is another note {note.note_id} here already")
        return kept

    async def listed(self, tenant_id: str, conversation_id: str) -> list[Note]:
        values = {"tenant": tenant_id, "conversation": conversation_id, "most": MOST_NOTES_SHOWN}
        rows = await tenant_rows(self._engine, tenant_id, _LISTED, values)
        return [Note.model_validate(row) for row in rows]


class PostgresDrafts:
    """Implements `Drafts`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def write(
        self, tenant_id: str, agent: str, conversation_id: str, draft: Draft
    ) -> Draft | None:
        values = {
            "tenant": tenant_id,
            "agent": agent,
            "conversation": conversation_id,
            "text": draft.text,
            "at": draft.updated_at,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_WRITE, values)
            row = (await connection.exec_driver_sql(_DRAFT, values)).mappings().one()
        return Draft.model_validate(dict(row)) if row["text"] else None

    async def get(self, tenant_id: str, agent: str, conversation_id: str) -> Draft | None:
        values = {"tenant": tenant_id, "agent": agent, "conversation": conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _DRAFT, values)
        return Draft.model_validate(rows[0]) if rows and rows[0]["text"] else None

    async def sent(self, tenant_id: str, agent: str, conversation_id: str) -> None:
        values = {"tenant": tenant_id, "agent": agent, "conversation": conversation_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_SENT, values)
