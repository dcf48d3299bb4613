"""The end of a talk, asked for in a form of a messenger: the desk's own rules, and its audit."""

from collections.abc import Mapping
from typing import Final

from api.audit import detail_apart
from api.dependencies import Gateway
from api.desk_access import find_handoff
from api.handoff_actions import GiveBack, end_one
from api.messenger_refusals import said_there
from api.messenger_staff import record_there, require_agent
from api.wrap_up import check_wrap_up, require_chat, require_open
from domain.desk.callbacks import NOT_REACHED
from domain.desk.messenger import (
    DONE,
    DeskAction,
    DeskPress,
    DeskThread,
    DeskWrapUp,
    DispositionChoice,
    WrapUpQuestion,
)
from domain.desk.messenger_words import messenger_language
from domain.desk.settings import DeskSettings
from domain.errors import AccessError, Conflict, InvalidInput, NotAllowed, NotFound
from domain.handoffs import Handoff, HandoffKind, HandoffStatus
from domain.staff import Permission, StaffMember
from domain.tenant_settings import TenantConfig

ENDINGS: Final = {
    DeskAction.RETURN: "returned_to_bot",
    DeskAction.RESOLVE: "conversation_resolved",
}
"""What the audit log calls them."""
_ENDED: Final = {
    DeskAction.RETURN: HandoffStatus.RETURNED,
    DeskAction.RESOLVE: HandoffStatus.RESOLVED,
}
_ANY_FIELD: Final = "disposition"
NO_DESK: Final[Mapping[str, str]] = {
    _ANY_FIELD: "The desk is not in this channel any more: end it at the desk itself."
}
"""Of a form that comes from elsewhere: nothing was done."""


def default_end(desk: DeskSettings, action: DeskAction) -> str:
    """The disposition that the button itself says; "" for none."""
    known = desk.dispositions
    if action is not DeskAction.RESOLVE:
        return ""
    return DONE if not known or DONE in known else ""


async def wrap_up_question(
    gateway: Gateway,
    tenant: TenantConfig,
    member: StaffMember,
    thread: DeskThread,
    press: DeskPress,
) -> WrapUpQuestion | None:
    """None where the button says enough. Raise what refuses the end itself, so that nobody fills
    in a form in vain."""
    desk = tenant.desk
    if press.action not in ENDINGS or not _asks(desk, press.action):
        return None
    handoff = await find_handoff(gateway, member, thread.handoff_id)
    require_open(handoff, member.name)
    if press.action is DeskAction.RESOLVE:
        require_chat(handoff)
    has_it = handoff.status is HandoffStatus.CLAIMED and handoff.assigned_agent == member.name
    if not has_it and not member.may(Permission.SUPERVISE):
        raise NotAllowed(f"{handoff.assigned_agent or 'Nobody'} has this conversation.")
    return WrapUpQuestion(
        action=press.action,
        handoff_id=thread.handoff_id,
        channel=thread.channel,
        thread=thread.thread,
        choices=_choices(desk, handoff),
        is_required=desk.disposition_required,
        language=messenger_language(tenant),
    )


async def take_wrap_up(
    gateway: Gateway, tenant: TenantConfig, thread: DeskThread, sent: DeskWrapUp
) -> dict[str, str]:
    """End it; what is wrong, by the form's fields, where it is not taken. A form that comes again
    is taken without doing anything twice."""
    detail, name = detail_apart(), ""
    try:
        member = await require_agent(gateway, tenant.tenant, sent.person)
        name = member.name
        given = GiveBack(disposition=sent.disposition, note=sent.note)
        is_resolved = sent.action is DeskAction.RESOLVE
        await end_one(gateway, member, thread.handoff_id, given, is_resolved=is_resolved)
    except InvalidInput as wrong:
        said = await said_there(gateway, tenant, thread, name, wrong)
        return {wrong.field: _sentence(said)}
    except Conflict as refused:
        if await _is_done(gateway, member, sent, thread):
            return {}
        return {_ANY_FIELD: await said_there(gateway, tenant, thread, name, refused)}
    except (AccessError, NotFound) as refused:
        return {_ANY_FIELD: await said_there(gateway, tenant, thread, name, refused)}
    await record_there(gateway, member, thread, ENDINGS[sent.action], detail)
    return {}


async def _is_done(
    gateway: Gateway, member: StaffMember, sent: DeskWrapUp, thread: DeskThread
) -> bool:
    found = await gateway.ports.handoffs.get(member.tenant_id, thread.handoff_id)
    return (found.status, found.assigned_agent) == (_ENDED[sent.action], member.name)


def _asks(desk: DeskSettings, action: DeskAction) -> bool:
    if desk.disposition_required:
        return True
    try:
        check_wrap_up(desk, default_end(desk, action), "")
    except InvalidInput:
        return True
    return False


def _choices(desk: DeskSettings, handoff: Handoff) -> tuple[DispositionChoice, ...]:
    known = [
        DispositionChoice(name=name, label=one.label, note_required=one.note_required)
        for name, one in desk.dispositions.items()
    ]
    if known and handoff.kind is HandoffKind.CALL_BACK and NOT_REACHED not in desk.dispositions:
        known.append(DispositionChoice(name=NOT_REACHED, label="Not reached: try again later"))
    return tuple(known)


def _sentence(allowed: str) -> str:
    return f"{allowed[:1].upper()}{allowed[1:].rstrip('.')}."
