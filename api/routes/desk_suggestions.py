"""Replies that the bot's own engine suggests to an agent."""

from datetime import UTC, datetime
from uuid import uuid4

from fastapi import APIRouter

from api.audit import audited
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_access import TheDesk, Viewer
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.limits import take_read
from api.problem_responses import refusals
from domain.desk.suggestions import Suggestion
from domain.errors import NoSuggestion

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/conversations/{conversation}",
    tags=["desk"],
    route_class=GuardedRoute,
)


@router.post(
    "/suggestion",
    summary="Suggest a reply",
    responses=refusals(401, 403, 404, 429, 503),
    dependencies=[audited("suggestion_asked_for", "conversation", spares_agents=True), Idempotent],
)
async def suggest(
    gateway: TheGateway, desk: TheDesk, member: HumanAgent, viewer: Viewer, conversation: RecordId
) -> Suggestion:
    """Answer the customer's open question out of the tenant's knowledge, with its sources. Nothing
    is sent. Name its id with the message that you make of it."""
    take_read(gateway, member.tenant_id, f"{member.staff_id}/suggestions")
    place = (member.tenant_id, conversation)
    await desk.reads.require_visible(*place, viewer)
    query = await desk.suggestions.open_question(*place)
    if query is None:
        raise NoSuggestion("The customer has asked nothing that is not answered yet.")
    suggestion_id = uuid4().hex
    answer = await desk.suggester.find(*place, suggestion_id, query, at=datetime.now(UTC))
    if answer is None:
        raise NoSuggestion("The tenant's knowledge holds no answer to the customer's last words.")
    made = Suggestion(suggestion_id=suggestion_id, text=answer.text, citations=answer.citations)
    await desk.suggestions.keep(*place, member.name, query, made)
    return made
