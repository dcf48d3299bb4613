"""Agents in a messenger: the same updates as at the desk, under the same rules."""

from datetime import UTC, datetime, timedelta
from typing import Final

from api.audit import detail_apart, say_in_audit
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
from api.messenger_refusals import said_in_words, said_there
from api.messenger_staff import record_there, require_agent
from api.messenger_wrap_ups import ENDINGS, NO_DESK, default_end, take_wrap_up, wrap_up_question
from domain.channels import ChannelConnection, FollowUp, ParsedWebhook, WebhookResponse
from domain.desk.messenger import (
    DeskAction,
    DeskPress,
    DeskThread,
    DeskWord,
    WrapUpQuestion,
    message_id_of,
)
from domain.desk.notes import Note
from domain.errors import AccessError, Conflict, InvalidInput, NotFound, NotYet
from domain.handoffs import Agent, AgentMessage, HandoffKind, HandoffStatus
from domain.staff import StaffMember
from domain.tenant_settings import TenantConfig

WHISPER: Final = "desk_whisper"
ASK_WRAP_UP: Final = "desk_ask_wrap_up"
_ASKS_MORE: Final = (
    "Your desk asks how a conversation ended, and Slack opened no form: end it at the desk itself."
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
) -> WebhookResponse | None:
    """Do what was pressed and said in the desk's channel: what the call is answered instead of its
    own response, where a form is not taken. Raise DependencyUnavailable where that cannot be done
    now: the same call may be sent again."""
    told: list[FollowUp] = []
    calls: list[DeskPress | DeskWord] = [*brought.desk_presses, *brought.desk_words]
    for done in calls:
        thread = await _thread_of(gateway, tenant, done)
        if thread is None:
            continue
        step = await _follow_up(gateway, tenant, thread, done)
        if step is not None:
            told.append(step)
    gateway.follow_ups.start(tenant.tenant, connection, told)
    return await _take_wrap_ups(gateway, tenant, brought)


async def _thread_of(
    gateway: Gateway, tenant: TenantConfig, done: DeskPress | DeskWord
) -> DeskThread | None:
    """None where it is no handoff's, or not in the channel of the desk."""
    place, threads = tenant.desk.slack, gateway.ports.desk_threads
    if place is None or threads is None:
        return None
    if (done.account, done.channel) != (place.account, place.channel):
        return None
    return await threads.at(tenant.tenant, done.account, done.channel, done.thread)


async def _follow_up(
    gateway: Gateway, tenant: TenantConfig, thread: DeskThread, done: DeskPress | DeskWord
) -> FollowUp | None:
    """Do it; None where it is done, else why not or what has to be said first, for them alone."""
    detail, name = detail_apart(), ""
    try:
        member = await require_agent(gateway, tenant.tenant, done.person)
        name = member.name
        if isinstance(done, DeskPress):
            question = await wrap_up_question(gateway, tenant, member, thread, done)
            if question is not None:
                return _asking(tenant, done, question)
            action = await _press(gateway, tenant, member, thread, done.action)
        else:
            action = await _say(gateway, member, thread, done)
    except NotYet:
        raise  # the messenger sends it again
    except (AccessError, Conflict, InvalidInput, NotFound) as refused:
        return _whisper(done, await said_there(gateway, tenant, thread, name, refused))
    await record_there(gateway, member, thread, action, detail)
    return None


async def _take_wrap_ups(
    gateway: Gateway, tenant: TenantConfig, brought: ParsedWebhook
) -> WebhookResponse | None:
    forms = gateway.ports.desk_forms
    if forms is None:
        return None
    for sent in brought.desk_wrap_ups:
        thread = await _thread_of(gateway, tenant, sent)
        # A form that is not refused closes, and looks as if the talk had ended.
        if thread is None:
            problems = {
                name: said_in_words(tenant, "no-desk", said) for name, said in NO_DESK.items()
            }
        else:
            problems = await take_wrap_up(gateway, tenant, thread, sent)
        if problems:
            return forms.refused(problems)
    return None


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
        case DeskAction.RETURN | DeskAction.RESOLVE:
            given = GiveBack(disposition=default_end(tenant.desk, action))
            await end_one(*asked, given, is_resolved=action is DeskAction.RESOLVE)
            return ENDINGS[action]
        case DeskAction.SNOOZE:
            await snooze_one(*asked, datetime.now(UTC) + _SNOOZED_FOR)
            return "handoff_snoozed"
        case DeskAction.REQUEUE:
            found = await find_handoff(*asked)
            await transfer_one(*asked, Transfer(to_queue=found.queue))
            return "handoff_transferred"


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


def _asking(tenant: TenantConfig, press: DeskPress, question: WrapUpQuestion) -> FollowUp:
    if not press.trigger:
        return _whisper(press, said_in_words(tenant, "no-form", _ASKS_MORE))
    data = {
        "no_form": said_in_words(tenant, "no-form", ""),
        "channel": press.channel,
        "user": press.user,
        "thread": press.thread,
        "trigger_id": press.trigger,
        "question": question.model_dump_json(),
    }
    return FollowUp(kind=ASK_WRAP_UP, data=data)


def _whisper(done: DeskPress | DeskWord, why: str) -> FollowUp:
    data = {"channel": done.channel, "user": done.user, "thread": done.thread, "text": why}
    return FollowUp(kind=WHISPER, data=data)
