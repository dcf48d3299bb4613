"""Merging conversations of one customer, and taking them apart again."""

from typing import Final

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from api.audit import audited
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.handoff_merges import merge_one, separate_one
from api.idempotency import Idempotent
from api.identifiers import RecordId
from api.problem_responses import refusals
from domain.desk.merges import Merged
from domain.identifiers import ConversationId

router = APIRouter(
    prefix="/v1/tenants/{tenant}/handoffs/{handoff}", tags=["handoffs"], route_class=GuardedRoute
)
_REFUSALS: Final = refusals(401, 403, 404, 409, 422, 503)


class MergeWanted(BaseModel):
    """Another open conversation of the same customer."""

    model_config = ConfigDict(extra="forbid")

    conversation: ConversationId


@router.post(
    "/merge",
    summary="Merge a conversation into this one",
    responses=_REFUSALS,
    dependencies=[audited("conversations_merged", "handoff"), Idempotent],
)
async def merge(
    gateway: TheGateway, member: HumanAgent, handoff: RecordId, wanted: MergeWanted
) -> Merged:
    """Serve another conversation of the same customer together with this one, of whichever channel.

    You take it from the queue or from the bot, and it stands in no list of its own any more; it is
    passed on, resolved and given back with this one. What you write goes to the conversation in
    which you write it. Refused where it is not proven that both are of one customer, or where
    another agent has one of them.
    """
    return await merge_one(gateway, member, handoff, wanted.conversation)


@router.post(
    "/separate",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Separate a merged conversation",
    responses=_REFUSALS,
    dependencies=[audited("conversation_separated", "handoff"), Idempotent],
)
async def separate(gateway: TheGateway, member: HumanAgent, handoff: RecordId) -> None:
    """Let a merged conversation be one of its own again. You keep both."""
    await separate_one(gateway, member, handoff)
