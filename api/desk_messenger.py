"""Agents in a messenger: the same updates as at the desk, under the same rules."""

from datetime import UTC, datetime, timedelta
from typing import Final

from api.audit import detail_apart, record, say_in_audit
from api.dependencies import Gateway
from api.desk_access import find_handoff, require_sight
from api.handoff_actions import (
    GiveBack,
    Transfer,
    claim_one,
    end_one,
    snooze_one,
    transfer_one,
)
from domain.audit import AuditNote
from domain.channels import ChannelConnection, FollowUp, ParsedWebhook
from domain.desk.messenger import (
    DONE,
    DeskAction,
    DeskPress,
    DeskThread,
    DeskWord,
    message_id_of,
)
from domain.desk.notes import Note
from domain.desk.settings import MessengerDesk
from domain.errors import AccessError, Conflict, InvalidInput, NotFound, NotYet
from domain.handoffs import Agent, AgentMessage, HandoffKind, HandoffStatus
from domain.staff import Permission, StaffMember
from domain.tenant_settings import TenantConfig

WHISPER: Final = "desk_whisper"
_UNLINKED: Final = (
    "Nobody knows here who you are at the desk, so nothing was done. An operator links you with "
    "`duralogue staff slack NAME USER_ID`."
)
_NO_AGENT: Final = "Your role does not speak to customers, so nothing was done."
_ASKS_MORE: Final = (
    "Your desk asks how a conversation ended, which a button cannot say: end it at the desk itself."
)
_SNOOZED_FOR: Final = timedelta(hours=1)


def outside_desk(tenant: TenantConfig, brought: ParsedWebhook) -> ParsedWebhook:
    """Without what is said in the channel of the desk: nobody there is a customer."""
    place = tenant.desk.slack
    if place is None:
        return brought
    left = tuple(
        message
        for message in brought.messages
        if message.address is None
        or (message.address.account, message.address.recipient) != (place.account, place.channel)
    )
    return brought.model_copy(update={"messages": left})


async def keep_desk(
    gateway: Gateway, tenant: TenantConfig, connection: ChannelConnection, brought: ParsedWebhook
) -> None:
    """Do what was pressed and said in the desk's channel. Raise DependencyUnavailable where that
    cannot be done now: the same call may be sent again."""
    place = tenant.desk.slack
    if place is None or gateway.ports.desk_threads is None:
        return
    told: list[FollowUp] = []
    calls: list[DeskPress | DeskWord] = [*brought.desk_presses, *brought.desk_words]
    for done in calls:
        if not _is_there(place, done):
            continue
        thread = await gateway.ports.desk_threads.at(
            tenant.tenant, done.account, done.channel, done.thread
        )
        if thread is None:
            continue
        why = await _refused(gateway, tenant, thread, done)
        if why is not None:
            told.append(_whisper(done, why))
    gateway.follow_ups.start(tenant.tenant, connection, told)


def _is_there(place: MessengerDesk, done: DeskPress | DeskWord) -> bool:
    return (done.account, done.channel) == (place.account, place.channel)


async def _refused(
    gateway: Gateway, tenant: TenantConfig, thread: DeskThread, done: DeskPress | DeskWord
) -> str | None:
    """Do it; None where it is done, else why not, for them alone."""
    member = await _member(gateway, tenant, done)
    if member is None:
        return _UNLINKED
    if not member.may(Permission.TAKE_HANDOFFS):
        return _NO_AGENT
    detail = detail_apart()
    try:
        if isinstance(done, DeskPress):
            action = await _press(gateway, tenant, member, thread, done.action)
        else:
            action = await _say(gateway, member, thread, done)
    except NotYet:
        raise  # the messenger sends it again
    except InvalidInput:
        return _ASKS_MORE
    except (Conflict, AccessError, NotFound) as refused:
        return str(refused)
    note = AuditNote(
        actor=member.name,
        role=member.role.value,
        action=action,
        subject=thread.handoff_id,
        detail={**detail, "conversation": thread.conversation_id, "from": "Slack"},
    )
    await record(gateway, tenant.tenant, note)
    return None


async def _member(
    gateway: Gateway, tenant: TenantConfig, done: DeskPress | DeskWord
) -> StaffMember | None:
    threads = gateway.ports.desk_threads
    return await threads.staff_of(tenant.tenant, done.person) if threads is not None else None


async def _press(
    gateway: Gateway,
    tenant: TenantConfig,
    member: StaffMember,
    thread: DeskThread,
    action: DeskAction,
) -> str:
    """As the API does it. Returns what the audit log calls it."""
    asked = (gateway, member, thread.handoff_id)
    match action:
        case DeskAction.CLAIM:
            await claim_one(*asked)
            return "handoff_claimed"
        case DeskAction.RETURN:
            await end_one(*asked, GiveBack())
            return "returned_to_bot"
        case DeskAction.RESOLVE:
            await end_one(*asked, GiveBack(disposition=_end_of(tenant)), is_resolved=True)
            return "conversation_resolved"
        case DeskAction.SNOOZE:
            await snooze_one(*asked, datetime.now(UTC) + _SNOOZED_FOR)
            return "handoff_snoozed"
        case DeskAction.REQUEUE:
            found = await find_handoff(*asked)
            await transfer_one(*asked, Transfer(to_queue=found.queue))
            return "handoff_transferred"


def _end_of(tenant: TenantConfig) -> str:
    known = tenant.desk.dispositions
    return DONE if not known or DONE in known else ""


async def _say(gateway: Gateway, member: StaffMember, thread: DeskThread, word: DeskWord) -> str:
    """To the customer from whoever has the conversation, else a note. The id is the message's, so
    that a call that comes again says nothing twice. Returns what the audit log calls it."""
    await require_sight(gateway, member, thread.conversation_id)
    handoff = await gateway.ports.handoffs.get(member.tenant_id, thread.handoff_id)
    message_id = message_id_of(word.message_id)
    now = datetime.now(UTC)
    is_theirs = (
        handoff.kind is HandoffKind.CHAT
        and handoff.status is HandoffStatus.CLAIMED
        and handoff.assigned_agent == member.name
    )
    if is_theirs:
        message = AgentMessage(
            message_id=message_id,
            handoff_id=thread.handoff_id,
            agent=Agent(name=member.name),
            text=word.text,
            sent_at=now,
        )
        await gateway.ports.conversations.send_agent_message(
            member.tenant_id, thread.conversation_id, message
        )
        say_in_audit(message=message_id)
        return "customer_written_to"
    note = Note(
        note_id=message_id,
        conversation_id=thread.conversation_id,
        agent=member.name,
        text=word.text,
        at=now,
    )
    await gateway.ports.desk_tools.notes.add(member.tenant_id, note)
    say_in_audit(note=message_id)
    return "note_written"


def _whisper(done: DeskPress | DeskWord, why: str) -> FollowUp:
    data = {"channel": done.channel, "user": done.user, "thread": done.thread, "text": why}
    return FollowUp(kind=WHISPER, data=data)
