"""Participants of a conversation: the visitor whose it is, and the tenant's staff."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from api.authentication import Tenant, require_holding, staff_by
from api.caller_check import once
from api.dependencies import TheGateway
from api.desk_access import require_readable
from api.identifiers import RecordId
from api.visitor_sessions import VisitorSession
from domain.errors import NotFound
from domain.staff import Permission, StaffMember, require

_token = HTTPBearer(
    scheme_name="participant",
    description="A session from `POST …/sessions`, or a staff token.",
    auto_error=False,
)
_DOTS_OF_A_SESSION: Final = 2


@dataclass(frozen=True)
class Participant:
    """Exactly one of `session` and `member` is there."""

    tenant_id: str
    conversation_id: str
    session: VisitorSession | None = None
    member: StaffMember | None = None

    @property
    def key(self) -> str:
        """For limits: never a name."""
        if self.member is not None:
            return f"staff/{self.member.staff_id}"
        return f"visitor/{self.session.visitor_id}" if self.session else ""

    @property
    def agent(self) -> str:
        """The name of a member of staff; "" of a visitor."""
        return self.member.name if self.member else ""

    def require_writer(self) -> None:
        """Raise NotAllowed for staff who do not speak to customers."""
        if self.member is not None:
            require(self.member.role, Permission.TAKE_HANDOFFS)


@once
async def _participant(  # noqa: PLR0917 - what FastAPI injects
    request: Request,
    response: Response,
    gateway: TheGateway,
    tenant: Tenant,
    conversation: RecordId,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_token)],
) -> Participant:
    bind_contextvars(conversation_id=conversation)
    # A session is a JWT; a staff token never holds a dot.
    if shown is not None and shown.credentials.count(".") == _DOTS_OF_A_SESSION:
        session = gateway.sessions.read(shown.credentials, tenant_id=tenant.tenant)
        if session.conversation_id != conversation:
            raise NotFound("There is no such conversation for this session.")
        await require_holding(gateway, session)
        return Participant(tenant.tenant, conversation, session=session)
    member = await staff_by(request, response, gateway, tenant.tenant, shown)
    if await gateway.ports.events.latest(tenant.tenant, conversation) == 0:
        raise NotFound("There is no such conversation.")
    await require_readable(gateway, member, conversation)
    return Participant(tenant.tenant, conversation, member=member)


AnyParticipant = Annotated[Participant, Depends(_participant)]
