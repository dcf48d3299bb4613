"""Visibility of conversations and handoffs at the desk, as conditions of statements.

`DeskViewer` says who sees which queue. A conversation that was never handed off is in no queue:
only those who see every queue see it. Else the open handoff decides, or the last one, as for the
stream: the team before hears no more once the customer has gone on to another. Whoever was
mentioned in a note sees what it stands beside.
"""

from typing import Any, Final

from domain.desk.lists import DeskViewer

HANDOFF_VISIBLE: Final = """(
    %(queues)s::text[] IS NULL OR queue = ANY (%(queues)s)
    OR %(me)s IN (assigned_agent, offered_to, preferred_agent)
)"""
CONVERSATION_VISIBLE: Final = """(
    %(queues)s::text[] IS NULL
    OR EXISTS (
        SELECT FROM (
            SELECT queue, assigned_agent, offered_to, preferred_agent FROM handoffs
            WHERE tenant_id = c.tenant_id AND conversation_id = c.conversation_id
            ORDER BY ended_at IS NULL DESC, opened_at DESC, handoff_id DESC LIMIT 1
        ) AS h
        WHERE h.queue = ANY (%(queues)s)
        OR %(me)s IN (h.assigned_agent, h.offered_to, h.preferred_agent)
    )
    OR EXISTS (
        SELECT FROM desk_notes n
        WHERE n.tenant_id = c.tenant_id AND n.conversation_id = c.conversation_id
        AND %(me)s = ANY (n.mentions)
    )
)"""
"""Of a row `c` of `conversations`."""
MAY_SEE: Final = f"""
SELECT c.conversation_id FROM conversations c
WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s AND {CONVERSATION_VISIBLE}
"""  # noqa: S608 - constants
STANDING: Final = """CASE WHEN c.status = 'active' AND EXISTS (
    SELECT FROM handoffs w
    WHERE w.tenant_id = c.tenant_id AND w.conversation_id = c.conversation_id
    AND w.ended_at IS NULL AND w.status = 'waiting' AND w.kind = 'chat'
) THEN 'waiting_for_human' ELSE c.status END"""
"""Where the conversation `c` stands: the bot may speak, and it is a person who is waited for."""


def seen_as(viewer: DeskViewer) -> dict[str, Any]:
    """The parameters of these conditions."""
    return {"me": viewer.name, "queues": list(viewer.queues) or None}
