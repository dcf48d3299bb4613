"""Notes how much of a suggested reply was changed before it was sent."""

import structlog

from api.desk_ports import DeskPorts
from domain.errors import DependencyError
from domain.handoffs import AgentMessage, Handoff

_log = structlog.get_logger(__name__)


async def note_sent(
    desk: DeskPorts, handoff: Handoff, message: AgentMessage, suggestion_id: str
) -> None:
    """The message is sent: that this could not be noted must not look like a failure."""
    place = (handoff.tenant_id, handoff.conversation_id)
    try:
        await desk.suggestions.note_sent(*place, suggestion_id, message.message_id, message.text)
    except DependencyError:
        _log.warning("suggestion_not_noted", conversation_id=handoff.conversation_id)
