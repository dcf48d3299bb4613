"""Staff who work in a messenger: who they are, and what the audit log says of them."""

from typing import Final

from api.audit import AuditDetail, record
from api.dependencies import Gateway
from domain.audit import AuditNote
from domain.desk.messenger import DeskThread
from domain.errors import NotAllowed
from domain.staff import Permission, StaffMember

_UNLINKED: Final = (
    "Nobody knows here who you are at the desk, so nothing was done. An operator links you with "
    "`duralogue staff slack NAME USER_ID`."
)
_NO_AGENT: Final = "Your role does not speak to customers, so nothing was done."


async def require_agent(gateway: Gateway, tenant_id: str, person: str) -> StaffMember:
    """Raise NotAllowed for whoever is not linked, or takes no handoffs."""
    threads = gateway.ports.desk_threads
    member = await threads.staff_of(tenant_id, person) if threads is not None else None
    if member is None:
        raise NotAllowed(_UNLINKED).because("not-linked")
    if not member.may(Permission.TAKE_HANDOFFS):
        raise NotAllowed(_NO_AGENT).because("other-role")
    return member


async def record_there(
    gateway: Gateway, member: StaffMember, thread: DeskThread, action: str, detail: AuditDetail
) -> None:
    """As the routes record it, with a word on where it was done."""
    note = AuditNote(
        actor=member.name,
        role=member.role.value,
        action=action,
        subject=thread.handoff_id,
        detail={**detail, "conversation": thread.conversation_id, "from": "Slack"},
    )
    await record(gateway, member.tenant_id, note)
