"""Agents in a messenger: the same updates as at the desk, under the same rules."""

from datetime import UTC, datetime
from typing import Final

import structlog

from api.dependencies import Gateway
from api.desk_access import limited_to
from api.handoff_access import find_handoff, require_claimable
from api.wrap_up import check_wrap_up, require_open
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
from domain.handoffs import Agent, AgentMessage, ClaimHandoff, HandoffStatus, ReturnToBot
from domain.staff import Permission, StaffMember, StaffRole
from domain.tenant_settings import TenantConfig

_log = structlog.get_logger(__name__)

WHISPER: Final = "desk_whisper"
_UNLINKED: Final = (
    "Nobody knows here who you are at the desk, so nothing was done. An operator links you with "
    "`duralogue staff slack NAME USER_ID`."
)
_NO_AGENT: Final = "Your role does not speak to customers, so nothing was done."
_AT_THE_DESK: Final = "How it ended has to be said, which is done at the desk."
_NOT_YOURS: Final = "This handoff is in a queue that is not yours."


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
    if member.role not in {StaffRole.AGENT, StaffRole.SUPERVISOR}:
        return _NO_AGENT
    access = gateway.ports.desk_tools.access
    may_see = await access.may_see(tenant.tenant, member.name, thread.conversation_id)
    if not may_see and limited_to(member) is not None:
        return _NOT_YOURS
    try:
        if isinstance(done, DeskPress):
            await _press(gateway, tenant, member, thread, done.action)
        else:
            await _say(gateway, member, thread, done)
    except NotYet:
        raise  # the messenger sends it again
    except (Conflict, AccessError, NotFound) as refused:
        return str(refused)
    _log.info("desk_elsewhere", by=member.name, handoff_id=thread.handoff_id)
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
) -> None:
    """Under the very rules of the desk: a button is no way around them."""
    conversations = gateway.ports.conversations
    place = (member.tenant_id, thread.conversation_id)
    agent = Agent(name=member.name)
    found = await find_handoff(gateway, member, thread.handoff_id)
    if action is DeskAction.CLAIM:
        await require_claimable(gateway, tenant, member, found)
        claim = ClaimHandoff(handoff_id=thread.handoff_id, agent=agent)
        await conversations.claim_handoff(*place, claim)
        return
    require_open(found, member.name)
    is_resolved = action is DeskAction.RESOLVE
    known = tenant.desk.dispositions
    disposition = DONE if is_resolved and (not known or DONE in known) else ""
    try:
        check_wrap_up(tenant.desk, disposition, "")
    except InvalidInput as missing:
        raise Conflict(f"{_AT_THE_DESK} ({missing})") from None
    given = ReturnToBot(
        handoff_id=thread.handoff_id,
        agent=agent,
        disposition=disposition,
        by_supervisor=member.may(Permission.SUPERVISE),
        is_resolved=is_resolved,
    )
    await conversations.return_to_bot(*place, given)


async def _say(gateway: Gateway, member: StaffMember, thread: DeskThread, word: DeskWord) -> None:
    """To the customer from whoever has the conversation, else a note. The id is the message's, so
    that a call that comes again says nothing twice."""
    handoff = await gateway.ports.handoffs.get(member.tenant_id, thread.handoff_id)
    message_id = message_id_of(word.message_id)
    now = datetime.now(UTC)
    is_theirs = handoff.status is HandoffStatus.CLAIMED and handoff.assigned_agent == member.name
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
        return
    note = Note(
        note_id=message_id,
        conversation_id=thread.conversation_id,
        agent=member.name,
        text=word.text,
        at=now,
    )
    await gateway.ports.desk_tools.notes.add(member.tenant_id, note)


def _whisper(done: DeskPress | DeskWord, why: str) -> FollowUp:
    data = {"channel": done.channel, "user": done.user, "thread": done.thread, "text": why}
    return FollowUp(kind=WHISPER, data=data)
