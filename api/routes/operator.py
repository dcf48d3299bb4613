"""A conversation as staff see it, and an operator's repairs of it."""

from contextlib import suppress
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Query, status
from pydantic import BaseModel, ConfigDict, Field

from api.audit import READING, audited, say_in_audit
from api.authentication import Operator
from api.caller_check import GuardedRoute
from api.callers import ConversationsReader
from api.dependencies import TheGateway
from api.desk_access import require_readable
from api.fields import OwnMessageId
from api.idempotency import IdempotentById
from api.identifiers import RecordId
from api.problem_responses import refusals
from domain.channel_addresses import Channel
from domain.conversations import ConversationView, RecentTurn, Repair, RepairAction
from domain.errors import DependencyUnavailable, NotFound
from domain.messages import TranscriptMessage

router = APIRouter(
    prefix="/v1/tenants/{tenant}/conversations/{conversation}",
    tags=["operations"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class RecentTurns(BaseModel):
    """The latest ten turns, oldest first."""

    turns: tuple[RecentTurn, ...]


class Transcript(BaseModel):
    """A page of what was said, oldest first."""

    messages: tuple[TranscriptMessage, ...]
    next_before: int | None = Field(description="Pass it as `before` to get the previous page.")


class WantedRepair(BaseModel):
    """`repair_id` is chosen by the client, so that a repeat is recognised."""

    model_config = ConfigDict(extra="forbid")

    repair_id: OwnMessageId
    action: RepairAction
    reason: str = Field(default="", max_length=500)
    queue: str | None = Field(default=None, max_length=80, description="For `force_handoff`.")


async def _readable(
    gateway: TheGateway, member: ConversationsReader, conversation: RecordId
) -> str:
    await require_readable(gateway, member, conversation)
    return conversation


_Readable = Annotated[str, Depends(_readable)]


@router.get(
    "/state",
    summary="Get a conversation's state",
    responses=refusals(401, 403, 404, 503),
    dependencies=[READING],
)
async def get_state(
    gateway: TheGateway, member: ConversationsReader, conversation: _Readable
) -> ConversationView:
    """Show the conversation from inside: status, owner, flow, slots, what it waits for."""
    view = await gateway.ports.conversations.get_state(member.tenant_id, conversation)
    if view.channel is Channel.WEB:
        return view
    with suppress(DependencyUnavailable):  # what the workflow knows is worth showing by itself
        reach = await gateway.ports.people.reach_of(member.tenant_id, conversation)
        return view.model_copy(
            update={"is_opted_out": reach.is_opted_out, "free_text_until": reach.free_text_until}
        )
    return view


@router.get(
    "/turns",
    summary="Get a conversation's latest turns",
    responses=refusals(401, 403, 404, 503),
    dependencies=[READING],
)
async def get_turns(
    gateway: TheGateway, member: ConversationsReader, conversation: _Readable
) -> RecentTurns:
    """Show the conversation's last turns, with how each ended."""
    turns = await gateway.ports.conversations.get_recent_turns(member.tenant_id, conversation)
    return RecentTurns(turns=turns)


@router.get(
    "/transcript",
    summary="Read a conversation's transcript",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[READING],
)
async def get_transcript(
    gateway: TheGateway,
    member: ConversationsReader,
    conversation: _Readable,
    before: Annotated[
        int | None, Query(ge=1, le=2**53, description="The `next_before` of a later page.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Transcript:
    """Read a page of what was said, from its end backwards. Who reads it is logged."""
    conversation_key = (member.tenant_id, conversation)
    said = await gateway.ports.transcripts.history(*conversation_key, before=before, limit=limit)
    if not said and await gateway.ports.events.latest(*conversation_key) == 0:
        raise NotFound("There is no such conversation.")
    _log.info(
        "transcript_read",
        staff_id=member.caller_id,
        by=member.name,
        conversation_id=conversation,
        messages=len(said),
    )
    return Transcript(messages=tuple(said), next_before=said[0].seq if len(said) == limit else None)


@router.post(
    "/repairs",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Repair a conversation",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("conversation_repaired", "conversation"), IdempotentById],
)
async def repair(
    gateway: TheGateway, member: Operator, conversation: RecordId, wanted: WantedRepair
) -> None:
    """Retry now, skip a step, force a handoff or close. Refused where it makes no sense."""
    say_in_audit(repair=wanted.action.value, reason=wanted.reason)
    await gateway.ports.conversations.repair(
        member.tenant_id,
        conversation,
        Repair(
            repair_id=wanted.repair_id,
            action=wanted.action,
            by=member.name,
            reason=wanted.reason,
            queue=wanted.queue,
        ),
    )
    _log.info(
        "conversation_repaired",
        conversation_id=conversation,
        action=wanted.action,
        by=member.name,
    )
