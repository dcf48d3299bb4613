"""Canned replies and saved views: what agents have at hand."""

from datetime import UTC, datetime
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Path, Query, status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.authentication import HumanAgent, Supervisor, Tenant, require_role
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_access import require_sight
from api.identifiers import RecordId
from api.problem_responses import refusals
from domain.conversations import ConversationView
from domain.customer_text import readable
from domain.desk.canned_replies import (
    CannedReply,
    FilledReply,
    ReplyLocale,
    ReplyName,
    filled_reply,
)
from domain.desk.saved_views import SavedView, ViewFilters, ViewName
from domain.errors import DependencyUnavailable, InvalidInput, NotFound
from domain.messages import MAX_TEXT
from domain.staff import StaffRole
from domain.values import Printable

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)
_log = structlog.get_logger(__name__)
_LONGEST_VALUE: Final = 200


class ReplyPut(BaseModel):
    """`{customer}`, `{agent}`, `{conversation}` and the names of slots stand for their values."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[Printable, Field(min_length=1, max_length=120)]
    text: Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(readable)]
    locale: ReplyLocale


class CannedReplyList(BaseModel):
    """All of the tenant's, by name and locale."""

    replies: tuple[FilledReply, ...]


class ViewPut(BaseModel):
    """A view of the agent's own, or of the team's."""

    model_config = ConfigDict(extra="forbid")

    shared: bool = Field(default=False, description="The team's: a supervisor's to change.")
    filters: ViewFilters


class SavedViewList(BaseModel):
    """The agent's own, then the team's."""

    views: tuple[SavedView, ...]


@router.get(
    "/canned-replies",
    summary="List canned replies",
    responses=refusals(401, 403, 404, 422, 503),
)
async def list_canned_replies(
    gateway: TheGateway,
    member: HumanAgent,
    conversation: Annotated[
        RecordId | None, Query(description="Fill the variables with what is known of this one.")
    ] = None,
) -> CannedReplyList:
    """List the texts that agents have ready; `unknown` names variables without a value."""
    known = {"agent": member.name}
    if conversation is not None:
        await require_sight(gateway, member, conversation)
        known |= await _known_of(gateway, member.tenant_id, conversation)
    found = await gateway.ports.desk_tools.canned_replies.listed(member.tenant_id)
    return CannedReplyList(replies=tuple(filled_reply(reply, known) for reply in found))


@router.put(
    "/canned-replies/{name}",
    summary="Write a canned reply",
    responses=refusals(401, 403, 404, 409, 422, 503),
)
async def write_canned_reply(
    gateway: TheGateway, tenant: Tenant, member: Supervisor, name: ReplyName, put: ReplyPut
) -> CannedReply:
    """Write it in one of the tenant's languages, in place of one of the same name."""
    locales = tenant.branding.locales
    if put.locale not in locales:
        raise InvalidInput("locale", f"must be one of {', '.join(locales)}")
    reply = CannedReply(
        name=name, **put.model_dump(), updated_by=member.name, updated_at=datetime.now(UTC)
    )
    await gateway.ports.desk_tools.canned_replies.write(member.tenant_id, reply)
    _log.info("canned_reply_written", name=name, locale=put.locale, by=member.name)
    return reply


@router.delete(
    "/canned-replies/{name}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a canned reply",
    responses=refusals(401, 403, 404, 422, 503),
)
async def delete_canned_reply(
    gateway: TheGateway, member: Supervisor, name: ReplyName, locale: ReplyLocale
) -> None:
    """Delete it in one language."""
    await gateway.ports.desk_tools.canned_replies.delete(member.tenant_id, name, locale)
    _log.info("canned_reply_deleted", name=name, locale=locale, by=member.name)


@router.get("/views", summary="List saved views", responses=refusals(401, 403, 404, 503))
async def list_views(gateway: TheGateway, member: HumanAgent) -> SavedViewList:
    """List the agent's own views and the team's."""
    found = await gateway.ports.desk_tools.views.listed(member.tenant_id, member.name)
    return SavedViewList(views=tuple(found))


_ViewPath = Annotated[ViewName, Path(pattern=r"^[^\x00-\x1f\x7f/]+$")]


@router.put(
    "/views/{name}", summary="Save a view", responses=refusals(401, 403, 404, 409, 422, 503)
)
async def save_view(
    gateway: TheGateway, member: HumanAgent, name: _ViewPath, put: ViewPut
) -> SavedView:
    """Save filters of the list of handoffs under a name."""
    if put.shared:
        require_role(member, StaffRole.SUPERVISOR)
    view = SavedView(
        name=name,
        shared=put.shared,
        filters=put.filters,
        updated_by=member.name,
        updated_at=datetime.now(UTC),
    )
    await gateway.ports.desk_tools.views.write(member.tenant_id, view)
    return view


@router.delete(
    "/views/{name}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a saved view",
    responses=refusals(401, 403, 404, 422, 503),
)
async def delete_view(
    gateway: TheGateway, member: HumanAgent, name: _ViewPath, *, shared: bool = False
) -> None:
    """Delete the agent's own, or the team's."""
    if shared:
        require_role(member, StaffRole.SUPERVISOR)
    await gateway.ports.desk_tools.views.delete(member.tenant_id, member.name, name, shared=shared)


async def _known_of(gateway: Gateway, tenant_id: str, conversation: str) -> dict[str, str]:
    """Values of variables. While the conversation cannot be asked, its variables stay as they
    are written."""
    known = {"conversation": conversation}
    try:
        view = await gateway.ports.conversations.get_state(tenant_id, conversation)
    except (DependencyUnavailable, NotFound):
        return known
    return {**_slots(view), **known}


def _slots(view: ConversationView) -> dict[str, str]:
    """What can be said in a line: numbers, texts, days."""
    found = {
        name: str(value)[:_LONGEST_VALUE]
        for name, value in view.slots.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    name = found.get("customer_name") or found.get("name")
    return {**found, "customer": name} if name else found
