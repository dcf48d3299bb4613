"""A visitor's conversations: those that their session may open, and another one."""

from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request, status
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from api.authentication import Session, Tenant, require_holding
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.idempotency import Idempotent
from api.limits import take_read, take_session
from api.problem_responses import refusals
from api.routes.sessions import SessionView, bind, view_of
from api.visitor_sessions import MOST_OTHERS, VisitorSession
from domain.errors import InvalidInput, NotFound
from domain.identifiers import ConversationId
from domain.messages import Role

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations",
    tags=["sessions"],
    route_class=GuardedRoute,
)
_LONGEST_NUMBER = 15
_CONVERSATION: TypeAdapter[str] = TypeAdapter(ConversationId)


class ListedConversation(BaseModel):
    """One line of the list."""

    conversation_id: str
    last_text: str = Field(description="What was said last, at most 300 characters.")
    last_role: Role = Field(description="Who said it.")
    last_at: datetime
    open: bool = Field(description="Whether it goes on; writing into a closed one opens it again.")
    unread: int = Field(description="Messages for the customer after what was seen, 100 at most.")


class ListedConversations(BaseModel):
    """The latest first, 20 at most. One in which nobody has spoken yet is not among them."""

    conversations: tuple[ListedConversation, ...]


class NewConversation(BaseModel):
    """An empty body keeps the conversation that is left in the visitor's list."""

    model_config = ConfigDict(extra="forbid")

    forget: bool = Field(
        default=False,
        description="Leave the conversation of the session shown out of what the new one may open.",
    )


@router.get("", summary="List the visitor's conversations", responses=refusals(401, 404, 422, 503))
async def list_conversations(
    gateway: TheGateway,
    session: Session,
    seen: Annotated[
        list[str],
        Query(
            max_length=MOST_OTHERS + 1,
            description="`conversation:number` of the last event that was seen there; of others "
            "nothing counts as unread.",
        ),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> ListedConversations:
    """List what this session may open: the visitor's conversations in this browser and, once the
    customer is verified, all of theirs on every device."""
    take_read(gateway, session.tenant_id, session.visitor_id)
    found = await gateway.ports.visitor_conversations.listed(
        session.tenant_id,
        (session.conversation_id, *session.others),
        session.proof,
        seen=dict(_seen(one) for one in seen),
    )
    await require_holding(gateway, session)  # after reading: what was read was theirs to read
    return ListedConversations(
        conversations=tuple(
            ListedConversation(
                conversation_id=one.conversation_id,
                last_text=one.last_text,
                last_role=one.last_role,
                last_at=one.last_at,
                open=one.is_open,
                unread=one.unread,
            )
            for one in found
        )
    )


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Begin another conversation",
    dependencies=[Idempotent],
    responses=refusals(401, 404, 429, 503),
)
async def begin_conversation(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    session: Session,
    wanted: NewConversation | None = None,
) -> SessionView:
    """Create a session for another conversation of the same visitor. It ends when the one shown
    does, and may open that one's conversations too."""
    await take_session(gateway, tenant, request)
    await require_holding(gateway, session)
    begun = _session_for(f"web-{uuid4().hex}", session)
    if wanted is not None and wanted.forget:
        begun = begun.model_copy(update={"others": session.others})
    if session.customer is not None:
        await bind(gateway, begun, session.customer)
    return view_of(gateway, tenant, begun)


@router.post(
    "/{conversation}/session",
    status_code=status.HTTP_201_CREATED,
    summary="Open another conversation",
    dependencies=[Idempotent],
    responses=refusals(401, 404, 429, 503),
)
async def open_conversation(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    session: Session,
    conversation: Annotated[ConversationId, Path(description="One of the list.")],
) -> SessionView:
    """Create a session for another of the visitor's conversations.

    Somebody else's conversation and one that never was get the same answer.
    """
    await take_session(gateway, tenant, request)
    await require_holding(gateway, session)
    is_named = conversation in (session.conversation_id, *session.others)
    # An anonymous proof opens every conversation that is nobody's: only named ones are this one's.
    may_be_theirs = is_named or session.customer is not None
    holds = gateway.ports.identities.holds
    if not may_be_theirs or not await holds(session.tenant_id, conversation, session.proof):
        raise NotFound("There is no such conversation for this session.")
    return view_of(gateway, tenant, _session_for(conversation, session))


def _session_for(conversation: str, session: VisitorSession) -> VisitorSession:
    """For no longer than the one shown: a session that was stolen is not made young again."""
    others = [session.conversation_id, *session.others]
    kept = tuple(other for other in others if other != conversation)[:MOST_OTHERS]
    return session.model_copy(update={"conversation_id": conversation, "others": kept})


def _seen(written: str) -> tuple[str, int]:
    """Raise InvalidInput for what is no `conversation:number`."""
    conversation, _, number = written.rpartition(":")
    if not (number.isascii() and number.isdigit()):
        raise InvalidInput("seen", "must be conversation:number")
    try:
        _CONVERSATION.validate_python(conversation)
    except ValidationError:
        raise InvalidInput("seen", "must be conversation:number") from None
    if len(number) > _LONGEST_NUMBER:
        raise InvalidInput("seen", f"the number has more than {_LONGEST_NUMBER} digits")
    return conversation, int(number)
