"""Rules of approvals: who may decide, and when to remind and to ask somebody else as well."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.bot.model import Bot, Step
from domain.business_hours import after
from domain.dialogue.positions import walk
from domain.errors import NotAllowed
from domain.handoffs import Approval
from domain.staff import StaffMember, stands_in
from domain.values import Frozen

_ROLE = "role:"


class Pressing(Frozen):
    """What becomes of an approval that nobody has decided yet."""

    approval_id: str
    flow: str = ""
    step: str = ""
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    escalated_to: str | None = None
    look_at: datetime | None = None


class AskingStep(NamedTuple):
    """Where in a bot an approval is asked for."""

    flow: str
    step: Step


def require_decider(member: StaffMember, approval: Approval) -> None:
    """Raise NotAllowed for whoever asked for it themselves, and for all but those who are asked."""
    if member.name in approval.requested_by:
        raise NotAllowed(
            "You had this conversation when the approval was asked for: somebody else decides."
        ).because("own-request")
    asked = [approval.by_role]
    if approval.escalated_to is not None:
        if approval.escalated_to == member.name:
            return
        if approval.escalated_to.startswith(_ROLE):
            asked.append(approval.escalated_to.removeprefix(_ROLE))
    if not any(stands_in(member.role, role) for role in asked):
        refused = f"This needs the role {' or '.join(asked)}; yours is {member.role}."
        raise NotAllowed(refused).because("other-role")


def pressing(bot: Bot, approval: Approval, now: datetime) -> Pressing:
    """A pure function of when it was asked for and of the bot's steps, in business time."""
    asking = next(_asking(bot, approval.name), None)
    escalation = asking.step.escalate if asking else None
    escalate_at = None
    if escalation is not None:
        hours = bot.tenant.business_hours
        escalate_at = after(approval.requested_at, escalation.after, hours, bot.holidays)
    is_late = escalation is not None and escalate_at is not None and escalate_at <= now
    remind_at = approval.remind_at
    moments = [at for at in (remind_at, escalate_at) if at is not None and at > now]
    return Pressing(
        approval_id=approval.approval_id,
        flow=asking.flow if asking else "",
        step=asking.step.id if asking else "",
        reminded_at=remind_at if remind_at is not None and remind_at <= now else None,
        escalated_at=escalate_at if is_late else None,
        escalated_to=escalation.to if escalation is not None and is_late else None,
        look_at=min(moments, default=None),
    )


def _asking(bot: Bot, name: str) -> Iterator[AskingStep]:
    for flow in bot.flows.values():
        for position in walk(flow):
            if position.step.approve == name:
                yield AskingStep(flow.name, position.step)
