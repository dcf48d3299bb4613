"""Notes of agents beside a conversation, and what they have begun to write in it."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, status
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from api.audit import READING, audited
from api.authentication import HumanAgent
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_access import SeenConversation
from api.fields import OwnMessageId, not_beginning_with
from api.idempotency import IdempotentById
from api.problem_responses import refusals
from domain.customer_text import readable
from domain.desk.drafts import Draft, written_at
from domain.desk.merges import NOTE_PREFIX
from domain.desk.messenger import MESSAGE_PREFIX
from domain.desk.notes import DECLINED_PREFIX, MOST_MENTIONS, Note
from domain.errors import InvalidInput
from domain.messages import MAX_TEXT

router = APIRouter(
    prefix="/v1/tenants/{tenant}/desk/conversations/{conversation}",
    tags=["desk"],
    route_class=GuardedRoute,
)
_Mention = Annotated[str, Field(min_length=1, max_length=60)]
_RESERVED: Final = (DECLINED_PREFIX, NOTE_PREFIX, MESSAGE_PREFIX)
"""How ids begin of notes that desks show as their own."""


def _readable_or_empty(text: str) -> str:
    """A draft may be nothing but spaces; what it may not hold is what no message may."""
    return readable(text) if text.strip() else ""


class NotePost(BaseModel):
    """A note; by its id, the client's own, a repeat is recognised."""

    model_config = ConfigDict(extra="forbid")

    note_id: Annotated[OwnMessageId, not_beginning_with(*_RESERVED)]
    text: Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(readable)]
    mentions: Annotated[
        tuple[_Mention, ...],
        Field(max_length=MOST_MENTIONS, description="Names of staff, who hear of it at once."),
    ] = ()


class NoteList(BaseModel):
    """The latest notes, oldest first."""

    notes: tuple[Note, ...]


class DraftPut(BaseModel):
    """What an agent has written so far. Empty deletes it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_readable_or_empty)]
    updated_at: AwareDatetime | None = Field(
        default=None,
        description="When it was written, by the client's clock: the later one holds. Unless said "
        "it is now.",
    )


class DraftKept(BaseModel):
    """What is kept now: another device's, where that was later."""

    draft: Draft | None


@router.get(
    "/notes",
    summary="List notes",
    responses=refusals(401, 403, 404, 503),
    dependencies=[READING],
)
async def list_notes(
    gateway: TheGateway, member: HumanAgent, conversation: SeenConversation
) -> NoteList:
    """List what agents have written for each other; the customer never sees it."""
    notes = gateway.ports.desk_tools.notes
    return NoteList(notes=tuple(await notes.listed(member.tenant_id, conversation)))


@router.post(
    "/notes",
    status_code=status.HTTP_201_CREATED,
    summary="Write a note",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("note_written", "conversation"), IdempotentById],
)
async def write_note(
    gateway: TheGateway, member: HumanAgent, conversation: SeenConversation, posted: NotePost
) -> Note:
    """Write for the other agents of the queue, and for whom it mentions."""
    mentions = tuple(dict.fromkeys(posted.mentions))
    await _require_staff(gateway, member.tenant_id, mentions)
    note = Note(
        note_id=posted.note_id,
        conversation_id=conversation,
        agent=member.name,
        text=posted.text,
        mentions=mentions,
        at=datetime.now(UTC),
    )
    return await gateway.ports.desk_tools.notes.add(member.tenant_id, note)


@router.put("/draft", summary="Keep a draft", responses=refusals(401, 403, 404, 422, 503))
async def keep_draft(
    gateway: TheGateway, member: HumanAgent, conversation: SeenConversation, put: DraftPut
) -> DraftKept:
    """Keep what the agent has begun to write, for their other devices. Sending deletes it."""
    now = datetime.now(UTC)
    draft = Draft(text=put.text, updated_at=written_at(put.updated_at or now, now))
    kept = await gateway.ports.desk_tools.drafts.write(
        member.tenant_id, member.name, conversation, draft
    )
    return DraftKept(draft=kept)


async def _require_staff(gateway: Gateway, tenant_id: str, names: tuple[str, ...]) -> None:
    """Raise InvalidInput for a name that nobody has who could read it."""
    if not names:
        return
    now = datetime.now(UTC)
    known = {
        member.name
        for member in await gateway.ports.staff.listed(tenant_id)
        if member.revoked_at is None and member.expires_at > now
    }
    for number, name in enumerate(names):
        if name not in known:
            raise InvalidInput(f"mentions.{number}", "must be the name of one of the staff")
